import Appliance
import Domain
import Hub
import Testing

@Suite("The box behind its control socket", .timeLimit(.minutes(1)))
struct ControlledBoxTests {
  @Test("answers a look, a question and nonsense")
  func requests() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let socket = folder.path + "/control.sock"
    try await withBox(socket: socket) { box in
      let client = ControlClient(path: socket)
      let found = try await client.request(.look)
      #expect(found["mood"]?["emotion"] == "happy")
      let status = try await client.request(.status)
      #expect(status["looking"] == false)
      await #expect(throws: RequestRefusal("Nothing is paused; \"play\" starts the music.")) {
        _ = try await client.request(.stop)
        _ = try await client.request(.resume)
      }
    }
    await #expect(throws: ControlFailure.notRunning(path: socket)) {
      try await ControlClient(path: socket).request(.status)
    }
  }

  @Test("tells a watcher of the look it asked for")
  func watching() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let socket = folder.path + "/control.sock"
    try await withBox(socket: socket) { box in
      struct Seen: Error {}
      await #expect(throws: Seen.self) {
        try await ControlClient(path: socket).watch { topic, payload in
          // The watcher is there once it has heard what is true now.
          if topic == "privacy/state" { _ = try await ControlClient(path: socket).request(.look) }
          if topic == "event", payload["event_type"] == "detected" { throw Seen() }
        }
      }
    }
  }
}
