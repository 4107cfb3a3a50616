import Devices
import FoundationEssentials
import Glibc
import SimulatedDevices
import System
import Testing

@testable import Guard

/// A whole guard over files that stand for nodes. The tests' own user stands for the box's, unless it is root.
@Suite("The guard's service", .timeLimit(.minutes(1)))
struct GuardServiceTests {
  private let folder: TemporaryFolder
  private let button = ScriptedButton()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(to: "dev/video0")
    chmod(folder.path + "/dev/video0", 0o660)
    try folder.write(to: "record/.keep")
  }

  private var client: GuardClient { GuardClient(path: folder.path + "/guard.sock") }
  private var mode: Int? { try? folder.mode(of: "dev/video0") }
  private var isClosed: Bool { mode == 0 }
  private var isRecorded: Bool { FileManager.default.fileExists(atPath: folder.path + "/record/privacy") }

  private func withGuard(
    at time: Duration = .zero, _ body: @escaping @Sendable (GuardClient) async throws -> Void
  ) async throws {
    let service = try GuardService(
      path: folder.path + "/guard.sock",
      nodes: CameraNodes(
        devices: folder.path + "/dev", system: folder.path + "/sys", memory: folder.path + "/unbound",
        owner: geteuid(), group: getegid()),
      record: PrivacyRecord(folder: folder.path + "/record"), button: button, tell: { _ in }, now: { time })
    let client = client
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (ready, isReady) = AsyncStream<Void>.makeStream()
      group.addTask { try await service.run { isReady.finish() } }
      for await _ in ready {}
      try await body(client)
      group.cancelAll()
    }
  }

  @Test("closes the nodes when the box asks, and remembers it over its own restart")
  func remembers() async throws {
    try await withGuard { client in
      let isPrivate = try await client.isPrivate()
      #expect(!isPrivate)
      try await client.setPrivacy(true)
      #expect(isClosed && isRecorded)
    }
    chmod(folder.path + "/dev/video0", 0o660)  // as at the next start of the machine
    try await withGuard { client in
      let isPrivate = try await client.isPrivate()
      #expect(isPrivate)
      #expect(isClosed)
    }
  }

  @Test("finishes giving back what a crash left closed")
  func finishes() async throws {
    chmod(folder.path + "/dev/video0", 0)
    try await withGuard { _ in #expect(!isClosed) }
  }

  @Test("gives the nodes back to root", .enabled(if: geteuid() == 0))
  func root() async throws {
    try await withGuard { client in
      try await client.setPrivacy(true)
      try await client.setPrivacy(false)
      let isPrivate = try await client.isPrivate()
      #expect(!isPrivate)
      #expect(!isClosed && !isRecorded)
    }
  }

  @Test("does not give them back to others who only ask", .enabled(if: geteuid() != 0))
  func refuses() async throws {
    try await withGuard { client in
      try await client.setPrivacy(true)
      await #expect(throws: GuardFailure.self) { try await client.setPrivacy(false) }
      #expect(isClosed && isRecorded)
    }
  }

  @Test("counts privacy as on when it cannot remember")
  func safe() async throws {
    try FileManager.default.removeItem(atPath: folder.path + "/record")
    try await withGuard { client in
      let isPrivate = try await client.isPrivate()
      #expect(isPrivate)
      #expect(isClosed)
      await #expect(throws: GuardFailure.self) { try await client.setPrivacy(true) }
      #expect(isClosed)
    }
  }

  @Test("tells of the button's edges, and of its loss")
  func edges() async throws {
    try await withGuard { _ in
      let connection = try LocalConnection(to: folder.path + "/guard.sock")
      try await connection.send(Array("button".utf8))
      func next() async throws -> String? {
        try await connection.nextLine(limit: 100).map { String(decoding: $0, as: UTF8.self) }
      }
      #expect(try await next() == "listening")
      button.press(at: .milliseconds(1500), for: .nanoseconds(7))
      #expect(try await next() == "pressed 1500000000")
      #expect(try await next() == "released 1500000007")
      button.fail(GuardServiceTests.Unplugged())
      #expect(try await next() == "lost: unplugged")
    }
  }

  private struct Unplugged: Error, CustomStringConvertible { var description: String { "unplugged" } }

  @Test("is a button to the box, which is lost with the guard")
  func asButton() async throws {
    #expect(try EdgeLine.edge(in: "pressed 1500000000") == ButtonEdge(.pressed, at: .milliseconds(1500)))
    #expect(try EdgeLine.edge(in: "listening") == nil)
    for line in ["", "pressed", "pressed -1", "pushed 1", "lost: unplugged", "pressed 99999999999999999999"] {
      #expect(throws: GuardFailure.self) { try EdgeLine.edge(in: line) }
    }
    var edges = client.edges().makeAsyncIterator()
    await #expect(throws: GuardFailure.self) { try await edges.next() }
  }
}
