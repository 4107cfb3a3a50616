import Audio
import Domain
import Glibc
import System

/// Tries the analyser of songs: on pieces of which everything is known, and on files, for others to compare.
@main
enum Listening {
  private static let usage = """
    Usage: listening truth [SECONDS] [--each]   how well tempo, key and mode are found in synthesised pieces
           listening features FILE…             what is found in files, a line of JSON each, with the processor's seconds: decoding
                                                 alone, and all
           listening shelf FOLDER COUNT         makes COUNT short songs of every kind, for a library to be tried with
    """

  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      switch (words.first, words.count) {
      case ("truth", 1...3):
        let seconds = words.dropFirst().compactMap { Int($0) }.first ?? 30
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        try Truth.measure(seconds: seconds, folder: folder, isVerbose: words.contains("--each"))
      case ("features", 2...): for path in words.dropFirst() { describe(path) }
      case ("shelf", 3):
        guard let count = Int(words[2]), (1...1_000_000).contains(count) else { throw ListeningFailure(usage) }
        try Shelf.fill(words[1], count: count)
      default: throw ListeningFailure(usage)
      }
    } catch {
      print("\(error)")
      exit(1)
    }
  }

  private static func describe(_ path: String) {
    do {
      let beginning = processorTime()
      try decode(path)
      let start = processorTime()
      let features = try AudioAnalyser().features(ofSongAt: path)
      let seconds = processorTime() - start
      var members: [(String, String)] = [("decoding", "\(start - beginning)"), ("seconds", "\(seconds)")]
      members += [("tempo", "\(features.tempo)"), ("key", "\(features.key)")]
      members += [
        ("mode", "\"\(features.mode.rawValue)\""),
        ("loudness", "\(features.loudness)"), ("energy", "\(features.energy)"), ("valence", "\(features.valence)"),
      ]
      let others: [(String, Float?)] = [
        ("arousal", features.arousal), ("danceability", features.danceability), ("acousticness", features.acousticness),
        ("tempo_confidence", features.tempoConfidence), ("peak", features.peak),
      ]
      for (name, value) in others { if let value { members.append((name, "\(value)")) } }
      say("{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}")
    } catch {
      say("{\"error\": \"cannot be listened to\"}")
    }
  }

  /// All of it, and nothing more, in the blocks that the analyser takes.
  private static func decode(_ path: String) throws {
    let source = try SongSource(path: path)
    var reader = SongReader(source, sampleRate: source.sampleRate)
    while !(try reader.read(frames: 4096).isEmpty) {}
  }

  /// At once, since whoever started this waits for each line.
  private static func say(_ line: String) { _ = write(1, line + "\n", line.utf8.count + 1) }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
