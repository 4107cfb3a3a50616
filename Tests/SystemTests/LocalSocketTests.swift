import FoundationEssentials
import Glibc
import System
import Testing

@Suite("Local sockets", .timeLimit(.minutes(1)))
struct LocalSocketTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.url.appending(path: "control.sock").path }

  @Test("carry lines both ways")
  func lines() async throws {
    let listener = try LocalListener(path: path)
    let client = try LocalConnection(to: path)
    let server = try await listener.accept()
    try await client.send(Array("hello".utf8))
    try await client.send([])
    try await client.send(Array("é".utf8))
    #expect(try await server.nextLine(limit: 100) == Array("hello".utf8))
    #expect(try await server.nextLine(limit: 100) == [])
    #expect(try await server.nextLine(limit: 100) == Array("é".utf8))
    try await server.send(Array("answer".utf8))
    #expect(try await client.nextLine(limit: 100) == Array("answer".utf8))
  }

  @Test("tell who connected")
  func peers() async throws {
    let listener = try LocalListener(path: path)
    let client = try LocalConnection(to: path)
    let peer = try await listener.accept().peer
    #expect(peer.processID == getpid())
    #expect(peer.userID == geteuid())
    #expect(peer.groupID == getegid())
    withExtendedLifetime(client) {}
  }

  @Test("are for their owner and group alone")
  func permissions() throws {
    let listener = try LocalListener(path: path)
    var status = stat()
    #expect(lstat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o660)
    withExtendedLifetime(listener) {}
  }

  @Test("carry lines longer than the kernel's buffers, while the other end reads slowly")
  func longLines() async throws {
    let listener = try LocalListener(path: path)
    let client = try LocalConnection(to: path)
    let server = try await listener.accept()
    let line = (0..<2_000_000).map { UInt8(97 + $0 % 26) }
    async let sending: Void = client.send(line)
    #expect(try await server.nextLine(limit: 3_000_000) == line)
    try await sending
  }

  @Test("give what was left when the other end closed, then nothing")
  func rest() async throws {
    let listener = try LocalListener(path: path)
    let raw = try rawConnection()
    #expect(write(raw, "one\ntwo", 7) == 7)
    close(raw)
    let server = try await listener.accept()
    #expect(try await server.nextLine(limit: 100) == Array("one".utf8))
    #expect(try await server.nextLine(limit: 100) == Array("two".utf8))
    #expect(try await server.nextLine(limit: 100) == nil)
    #expect(try await server.nextLine(limit: 100) == nil)
  }

  @Test("refuse lines longer than they were told to read", arguments: ["12345\n", "12345", "123456789\n1\n"])
  func tooLong(text: String) async throws {
    let listener = try LocalListener(path: path)
    let raw = try rawConnection()
    #expect(write(raw, text, text.utf8.count) == text.utf8.count)
    let server = try await listener.accept()
    await #expect(throws: IOFailure("read a line", code: EMSGSIZE)) { try await server.nextLine(limit: 4) }
    close(raw)
  }

  @Test("report a closed other end as an error, not as a signal that kills")
  func brokenPipe() async throws {
    let listener = try LocalListener(path: path)
    close(try rawConnection())
    let server = try await listener.accept()
    await #expect(throws: IOFailure("send", code: EPIPE)) {
      while true { try await server.send([1]) }
    }
  }

  @Test("stop waiting when the task is cancelled, for a line, for room, and for a connection")
  func cancellation() async throws {
    let listener = try LocalListener(path: path)
    let client = try LocalConnection(to: path)
    let server = try await listener.accept()
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { (try? await server.nextLine(limit: 100)) == nil }
      group.addTask {
        do {
          while true { try await server.send(Array(repeating: 65, count: 100_000)) }
        } catch { return error is CancellationError }
      }
      group.addTask {
        do { _ = try await listener.accept() } catch { return error is CancellationError }
        return false
      }
      group.cancelAll()
      for await cancelled in group { #expect(cancelled) }
    }
    withExtendedLifetime(client) {}
  }

  @Test("serve many at once")
  func many() async throws {
    let listener = try LocalListener(path: path)
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          let client = try LocalConnection(to: path)
          try await client.send(Array("\(number)".utf8))
          #expect(try await client.nextLine(limit: 100) == Array("\(number)".utf8))
        }
        let server = try await listener.accept()
        group.addTask {
          let line = try #require(try await server.nextLine(limit: 100))
          try await server.send(line)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("take the place of one that a crash left")
  func stale() async throws {
    // A bound socket whose process is gone: its file stays.
    let raw = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    #expect(withAddress { bind(raw, $0, $1) } == 0)
    close(raw)
    #expect(throws: IOFailure("connect", on: path, code: ECONNREFUSED)) { try LocalConnection(to: path) }
    let listener = try LocalListener(path: path)
    let client = try LocalConnection(to: path)
    _ = try await listener.accept()
    withExtendedLifetime(client) {}
  }

  @Test("do not take the place of one that is in use, nor of a file")
  func occupied() throws {
    let listener = try LocalListener(path: path)
    #expect(throws: IOFailure("bind", on: path, code: EADDRINUSE)) { try LocalListener(path: path) }
    withExtendedLifetime(listener) {}
    let file = folder.url.appending(path: "song.ogg")
    try Data("music".utf8).write(to: file)
    #expect(throws: IOFailure("bind", on: file.path, code: EEXIST)) { try LocalListener(path: file.path) }
    #expect(try Data(contentsOf: file) == Data("music".utf8))
  }

  @Test("leave no file behind")
  func removed() throws {
    _ = try LocalListener(path: path)
    #expect(access(path, F_OK) == -1)
    #expect(throws: IOFailure("connect", on: path, code: ENOENT)) { try LocalConnection(to: path) }
  }

  @Test("say when their path has no room in an address")
  func longPath() {
    let path = "/" + String(repeating: "x", count: 107)
    #expect(throws: IOFailure("bind", on: path, code: ENAMETOOLONG)) { try LocalListener(path: path) }
  }

  private func rawConnection() throws -> CInt {
    let raw = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    try #require(withAddress { connect(raw, $0, $1) } == 0)
    return raw
  }

  private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }
}
