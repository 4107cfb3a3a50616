import Devices
import System

/// The guard, as the box and root's command line reach it.
package struct GuardClient: CameraKeeper {
  private let path: String

  package init(path: String = GuardService.socket) { self.path = path }

  package func isPrivate() async throws -> Bool { try await ask("state") == "on" }

  package func setPrivacy(_ on: Bool) async throws { _ = try await ask(on ? "on" : "off") }

  /// The answer, which is `on` or `off`.
  private func ask(_ word: String) async throws -> String {
    let connection = try connected()
    try await connection.send(Array(word.utf8))
    guard let line = try await connection.nextLine(limit: 4096) else {
      throw GuardFailure("the guard of the camera gave no answer")
    }
    let answer = String(decoding: line, as: UTF8.self)
    switch answer {
    case "on", "off":
      guard word == "state" || answer == word else { throw GuardFailure("the guard keeps privacy \(answer)") }
      return answer
    default:
      throw GuardFailure(answer.hasPrefix("failed: ") ? String(answer.dropFirst(8)) : "the guard says: \(answer)")
    }
  }

  private func connected() throws(GuardFailure) -> LocalConnection {
    do throws(IOFailure) {
      return try LocalConnection(to: path)
    } catch {
      throw GuardFailure("the guard of the camera does not answer: \(error)")
    }
  }
}

/// The button, of whose edges the guard tells.
extension GuardClient: Button {
  package func edges() -> AsyncThrowingStream<ButtonEdge, any Error> {
    let reader = EdgeReader { try await subscribed() }
    return AsyncThrowingStream { try await reader.next() }
  }

  private func subscribed() async throws -> LocalConnection {
    let connection = try connected()
    try await connection.send(Array("button".utf8))
    return connection
  }
}

/// Reads edges off a connection that it opens when the first is asked for.
private actor EdgeReader {
  private let open: @Sendable () async throws -> LocalConnection
  private var connection: LocalConnection?

  init(_ open: @escaping @Sendable () async throws -> LocalConnection) { self.open = open }

  func next() async throws -> ButtonEdge? {
    if connection == nil { connection = try await open() }
    do {
      while let line = try await connection?.nextLine(limit: 4096) {
        if let edge = try EdgeLine.edge(in: String(decoding: line, as: UTF8.self)) { return edge }
      }
      throw GuardFailure("the guard of the camera has stopped")
    } catch is CancellationError {
      return nil
    }
  }
}
