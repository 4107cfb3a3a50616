import Settings

/// `sound show|play`
struct SoundCommand: Command {
  static let name = "sound"
  static let summary = "say what the sound card can do, or try it with files"
  static let help = """
    Usage: moodbox sound show [--device DEVICE] [--settings FILE] [--json]
           moodbox sound play FILE… [--device DEVICE] [--volume N] [--for SECONDS] [--json]

    show opens the sound card as the box does, and says which rates it takes without converting and in how many bits.
    play plays the files as the box does, again and again for SECONDS if given, and then prints figures, one a line,
      "name value unit": the time from the wish to the first sample at the card, processor time, memory, and how often the
      card ran dry or silence stood in for music that was late. On a device without a clock, such as null, it is as fast
      as it can be.

      --device DEVICE  a device as aplay -L names it; else the settings' and the board's
      --volume N       0…100; 100, if not given
      --for SECONDS    how long, instead of once
      --settings FILE  instead of \(SettingsFile.standard)
      --json           print JSON

    Example:
      moodbox sound play /srv/moodbox/music/song.flac --volume 20
    """

  private let action: any SoundAction

  init(_ words: [String]) throws {
    switch words.first {
    case "show": action = try SoundCard(words.dropFirst())
    case "play": action = try SoundTrial(words.dropFirst())
    case nil: throw UsageError("show or play is missing")
    case let word?: throw UsageError("sound can show or play, not \"\(word)\"")
    }
  }

  func run() async throws { try await action.run() }
}

/// One of the things that ``SoundCommand`` does.
protocol SoundAction {
  func run() async throws
}
