import Hub
import LinuxDevices

/// `sound show`
struct SoundCard: SoundAction {
  private let device: String
  private let control: String
  private let printsJSON: Bool

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["device", "settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    (device, control) = try Self.device(arguments)
    printsJSON = arguments.has("json")
  }

  /// The device that is given, or that of settings and board, and its volume control.
  static func device(_ arguments: Arguments) throws -> (name: String, control: String) {
    if let device = arguments.value("device") { return (device, "auto") }
    let settings = try SettingsFile.settings(at: arguments.value("settings"))
    let board = try SettingsFile.board(of: settings)
    let name = settings.speaker(on: board)
    guard name != "file" else {
      throw Failure("player.device is \"file\", which is no sound card: give one with --device, as `aplay -L` names it")
    }
    return (name, settings.mixer(on: board))
  }

  func run() async throws {
    let sink = AlsaSink(device: device, mixer: control)
    _ = try await sink.rate(for: 44_100)
    guard let card = await sink.present else { return }
    await sink.drop()
    if printsJSON {
      let value: JSONValue = [
        "device": .string(device), "format": .string(card.format),
        "rates": .array(card.rates.map { .number(Double($0)) }), "real_time": .bool(card.hasRealTime),
        "volume_control": .bool(card.hasMixer),
      ]
      Terminal.print(value.text)
    } else {
      Terminal.print(
        """
        device     \(device)
        samples    \(card.format)
        rates      \(card.rates.isEmpty ? "it converts itself" : card.rates.map { "\($0)" }.joined(separator: ", "))
        volume     \(card.hasMixer ? "by the card's own control" : "by the samples")
        real time  \(card.hasRealTime ? "yes" : "no: the process may not (RLIMIT_RTPRIO)")
        """)
    }
  }
}
