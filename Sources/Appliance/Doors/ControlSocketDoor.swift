import Glibc
import Hub
import Synchronization
import System

/// The door on the box itself: a local socket with one line of JSON a request and one an answer.
///
///     → {"verb":"volume","arguments":{"value":40},"transaction":"1"}
///     ← {"data":…,"status":"ok","transaction":"1"}
///
/// After `{"verb":"watch"}` the box tells everything it tells the hub, a line each: `{"payload":…,"topic":"player"}`.
///
/// Root is root here; everybody else whom the socket's permissions let in is an owner.
package final class ControlSocketDoor: Door {
  /// As many may be connected at once.
  private static let limit = 64

  private let listener: LocalListener
  private let dispatcher: Dispatcher
  private let now: @Sendable () -> Moment
  private let watchers = Watchers()
  private let connected = Mutex(0)

  /// Listens at `path` from now on; those who connect wait until the door runs.
  package init(
    path: String, dispatcher: Dispatcher, now: @escaping @Sendable () -> Moment = { .now }
  ) throws(IOFailure) {
    listener = try LocalListener(path: path)
    self.dispatcher = dispatcher
    self.now = now
  }

  package func run(_ bulletins: AsyncStream<Bulletin>) async throws {
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await self.letIn() }
        group.addTask { for await bulletin in bulletins { self.watchers.tell(bulletin, at: self.now()) } }
        // The first to end ends both: the bulletins, or what makes listening impossible.
        try await group.next()
        group.cancelAll()
      }
    } catch is CancellationError {}
  }

  private func letIn() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      while true {
        do {
          let connection = try await listener.accept()
          guard enter() else {
            try? await connection.send(Self.refusal("too many are connected to the box; try again"))
            continue
          }
          group.addTask {
            defer { self.leave() }
            // A connection that breaks concerns nobody but the one who had it.
            try? await self.serve(connection)
          }
        } catch let failure as IOFailure where [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(failure.code) {
          // Short of descriptors or memory: others may give some back.
          try await Task.sleep(for: .seconds(1))
        }
      }
    }
  }

  private func enter() -> Bool {
    connected.withLock { count in
      guard count < Self.limit else { return false }
      count += 1
      return true
    }
  }

  private func leave() { connected.withLock { $0 -= 1 } }

  private func serve(_ connection: LocalConnection) async throws {
    let role: Role = connection.peer.userID == 0 ? .root : .owner
    do {
      while let line = try await connection.nextLine(limit: Envelope.sizeLimit) {
        if let envelope = try? Envelope(line: line), envelope.verb == "watch" {
          try await connection.send(Response(.success([:]), transaction: envelope.transaction).bytes)
          return try await tellAll(connection)
        }
        try await connection.send(await dispatcher.respond(line: line, role: role))
      }
    } catch let failure as IOFailure where failure.code == EMSGSIZE {
      try await connection.send(Self.refusal("a request is at most \(Envelope.sizeLimit) bytes long"))
    }
  }

  /// Until the watcher closes its end.
  private func tellAll(_ connection: LocalConnection) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for await line in self.watchers.watch() { try await connection.send(line) } }
      group.addTask { while try await connection.nextLine(limit: Envelope.sizeLimit) != nil {} }
      try await group.next()
      group.cancelAll()
    }
  }

  private static func refusal(_ words: String) -> [UInt8] { Response(.failure(RequestRefusal(words))).bytes }
}
