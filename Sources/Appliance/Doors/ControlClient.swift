import Glibc
import Hub
import System

/// The other side of the control socket: how the command line asks the running box.
package struct ControlClient: Sendable {
  /// Longer than any answer.
  private static let limit = 16_777_216

  private let path: String
  private let patience: Duration

  /// `patience` is how long the box may say nothing after a request; one that works says so every few seconds.
  package init(path: String, patience: Duration = .seconds(10)) {
    self.path = path
    self.patience = patience
  }

  /// Throws ``ControlFailure`` when the box cannot be asked; waits for no answer.
  package func reach() throws(ControlFailure) { _ = try connect() }

  /// Asks the box and returns the data of its answer. Throws ``RequestRefusal`` when the box says no, and ``ControlFailure`` when it
  /// cannot be asked.
  package func request(_ request: Request) async throws -> JSONValue {
    let connection = try connect()
    return try await ask(Envelope(verb: request.verb.rawValue, arguments: request.arguments), connection)
  }

  /// Calls `body` with everything the box tells, as topics below its root and payloads: first what is true now. Returns when the box stops.
  package func watch(_ body: (_ topic: String, _ payload: JSONValue) async throws -> Void) async throws {
    let connection = try connect()
    _ = try await ask(Envelope(verb: "watch"), connection)
    while let line = try await connection.nextLine(limit: Self.limit) {
      let told = try JSONValue(parsing: line, limit: Self.limit)
      guard let topic = told["topic"]?.string, let payload = told["payload"] else {
        throw ControlFailure.broken("the box told something that cannot be read")
      }
      try await body(topic, payload)
    }
  }

  private func connect() throws(ControlFailure) -> LocalConnection {
    do {
      return try LocalConnection(to: path)
    } catch {
      switch error.code {
      case ENOENT, ECONNREFUSED: throw .notRunning(path: path)
      case EACCES, EPERM: throw .notAllowed(path: path)
      default: throw .broken("\(error)")
      }
    }
  }

  private func nextLine(_ connection: LocalConnection) async throws -> [UInt8]? {
    try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
      group.addTask { try await connection.nextLine(limit: Self.limit) }
      group.addTask {
        try await Task.sleep(for: self.patience)
        throw ControlFailure.silent(path: self.path)
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  private func ask(_ envelope: Envelope, _ connection: LocalConnection) async throws -> JSONValue {
    do {
      do {
        try await connection.send(envelope.line)
      } catch let failure as IOFailure where failure.code == EPIPE {
        // The box has closed already, and left a word why.
      }
      while let line = try await nextLine(connection) {
        if try JSONValue(parsing: line, limit: Self.limit)["status"]?.string == Response.progress { continue }
        return try Response(parsing: line, limit: Self.limit).result.get()
      }
      throw ControlFailure.broken("the box closed the connection without an answer")
    } catch let failure as IOFailure {
      throw ControlFailure.broken("\(failure)")
    } catch let failure as JSONFailure {
      throw ControlFailure.broken("the box gave an answer that cannot be read: \(failure)")
    }
  }
}
