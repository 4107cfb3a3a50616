import FoundationEssentials
import Glibc
import Synchronization

/// A real broker on a loopback port of its own, with a configuration and a folder of its own.
final class MosquittoProcess: Sendable {
  static let isInstalled = ["mosquitto", "mosquitto_pub", "mosquitto_sub"].allSatisfy(Program.isInstalled)

  let port: Int
  /// Where its configuration is, and what that refers to.
  let folder: URL
  private let process = Mutex<Program?>(nil)
  private let configuration: String

  /// Starts a broker and returns when it is ready. `configuration` follows `listener`, with `FOLDER` for the broker's folder, which
  /// `prepare` may fill; without one, anybody may do anything.
  init(
    configuration: String = "allow_anonymous true", prepare: (URL) async throws -> Void = { _ in }
  ) async throws {
    port = try Self.freePort()
    folder = FileManager.default.temporaryDirectory.appending(path: "moodbox-broker-\(port)-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await prepare(folder)
    self.configuration = configuration.replacing("FOLDER", with: folder.path)
    try await start()
  }

  deinit {
    kill()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Starts it again, on the same port; it has forgotten everything.
  func start() async throws {
    let file = folder.appending(path: "mosquitto.conf")
    // Started by root it would become another user, and could not read its files.
    let text = "user root\nlistener \(port) 127.0.0.1\n\(configuration)\nlog_dest stderr\nlog_type all\n"
    try Data(text.utf8).write(to: file)
    let process = try Program("mosquitto", ["-c", file.path])
    self.process.withLock { $0 = process }
    var said: [String] = []
    for await line in process.lines {
      said.append(line)
      if line.hasSuffix(" running") { return }
    }
    throw StartFailure(said: said)
  }

  func kill() { process.withLock { $0 }?.kill() }

  /// A client apart from ours, which writes down what reaches it.
  func observe(_ topics: String..., options: [String] = []) async throws -> Observer {
    try await Observer(port: port, topics: topics, options: options)
  }

  /// Publishes through a client apart from ours; returns what it complained about.
  @discardableResult
  func publish(_ topic: String, _ payload: String, options: [String] = []) async throws -> [String] {
    let hasFile = options.contains("-f")
    let content = hasFile ? [] : payload.isEmpty ? ["-n"] : ["-m", payload]
    return try await Program(
      "mosquitto_pub", ["-h", "127.0.0.1", "-p", "\(port)", "-V", "5", "-q", "1", "-t", topic] + content + options
    ).output()
  }

  struct StartFailure: Error { let said: [String] }

  /// A port that nobody has now, below those that the kernel gives to clients, so that none of them takes it meanwhile.
  private static func freePort() throws -> Int {
    for _ in 0..<1000 {
      let port = UInt16.random(in: 10_000..<32_000)
      // A broker that is started meanwhile must not inherit it.
      let socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      defer { close(socket) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      address.sin_port = port.bigEndian
      let code = withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      if code == 0 { return Int(port) }
    }
    throw StartFailure(said: ["no free port"])
  }
}
