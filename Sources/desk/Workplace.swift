import FoundationEssentials
import Glibc
import SimulatedDevices
import System

/// A temporary folder with everything that a box needs: broker, songs, settings.
final class Workplace: Sendable {
  struct Trouble: Error, CustomStringConvertible {
    let description: String
  }

  let options: DeskOptions
  let folder: String
  let port: Int
  var settings: String { "\(folder)/moodbox.yaml" }
  var music: String { "\(folder)/music" }
  var soundFile: String { "\(folder)/sound.wav" }
  static let box = "desk"

  init(_ options: DeskOptions) throws {
    self.options = options
    var template = Array("\(FileManager.default.temporaryDirectory.path)/moodbox-desk-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw IOFailure("mkdtemp", code: errno) }
    folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    port = try Self.freePort()
    for name in ["music", "state"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    if !options.checks { print("Composing the demo songs …") }
    try DemoLibrary.write(to: music)
    try write(brokerConfiguration, to: "mosquitto.conf")
    try write(boxSettings, to: "moodbox.yaml")
  }

  /// Removes the folder, or says where it is when it is to be kept.
  func tidy() {
    if options.keeps {
      print("Everything is in \(folder)")
    } else {
      try? FileManager.default.removeItem(atPath: folder)
    }
  }

  /// Puts the demo songs into the catalog; `quiet` says nothing of how far it is.
  func scan(quiet: Bool) throws {
    let code = try ChildProcess(
      options.moodbox, ["catalog", "scan", "--settings", settings] + (quiet ? ["--quiet"] : [])
    ).wait()
    guard code == 0 else { throw Trouble(description: "the demo songs could not be read (exit code \(code))") }
  }

  /// Starts the box on this terminal and waits until it is quit.
  func handOver() async throws -> Bool {
    let broker = try Broker(self)
    defer { withExtendedLifetime(broker) {} }
    print("An MQTT broker listens on 127.0.0.1:\(port); mosquitto_sub -p \(port) -t 'moodbox/#' -v shows what it says.")
    print("Listening to the demo songs …")
    try scan(quiet: false)
    // Control-C reaches the box as well, which ends by it; then there is still a folder to remove.
    signal(SIGINT, SIG_IGN)
    let code = try ChildProcess(options.moodbox, ["run", "--settings", settings], input: STDIN_FILENO).wait()
    if FileManager.default.fileExists(atPath: soundFile) {
      let kept = "\(folder).wav"
      try FileManager.default.moveItem(atPath: soundFile, toPath: kept)
      print("There is no sound card; what was played is in \(kept)")
    }
    return code == 0
  }

  // MARK: - Files

  private var brokerConfiguration: String {
    """
    listener \(port) 127.0.0.1
    allow_anonymous true
    persistence false
    """
  }

  private var boxSettings: String {
    """
    id: \(Self.box)
    board: \(absolute("\(options.boards)/desk.yaml"))
    models: \(absolute(options.models))
    state: \(folder)/state
    socket: \(folder)/control.sock
    camera:
      device: \(options.checks ? "none" : "auto")
    music:
      folder: \(music)
    player:
      device: \(options.checks ? "file" : "board")
    hub:
      enabled: true
      host: 127.0.0.1
      port: \(port)
    desk:
      pictures: \(absolute(options.scenes))
      sound-file: \(soundFile)
    """
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }

  private func write(_ text: String, to name: String) throws {
    try Data((text + "\n").utf8).write(to: URL(filePath: "\(folder)/\(name)"))
  }

  // MARK: - Ports

  /// A loopback port that is free now.
  private static func freePort() throws -> Int {
    let listener = FileDescriptor(
      owning: try valueOrErrno("socket") { socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) })
    return try listener.withRaw { raw in
      var address = loopback(port: 0)
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      try withUnsafeMutablePointer(to: &address) { pointer in
        // Safe: sockaddr_in is one of the forms that the calls take as sockaddr, with its true length.
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
          try valueOrErrno("bind") { bind(raw, generic, length) }
          try valueOrErrno("getsockname") { getsockname(raw, generic, &length) }
        }
      }
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }

  private static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(clamping: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
