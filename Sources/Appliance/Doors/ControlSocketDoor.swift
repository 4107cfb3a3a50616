import Glibc
import Hub
import System

/// The door on the box itself: a local socket with one line of JSON a request and one an answer.
///
///     → {"verb":"volume","arguments":{"value":40},"transaction":"1"}
///     ← {"data":…,"status":"ok","transaction":"1"}
///
/// What takes longer than a second is announced by lines before the answer: `{"status":"progress","transaction":"1"}`. After
/// `{"verb":"watch"}` the box tells everything it tells the hub, a line each: `{"payload":…,"topic":"player"}`.
///
/// Root is root here; everybody else whom the socket's permissions let in is a resident.
package final class ControlSocketDoor: Door {
  private let listener: LocalListener
  private let dispatcher: Dispatcher
  private let now: @Sendable () -> Moment
  private let reminder: Reminder
  private let watchers = Watchers()
  private let guests = Guests()

  /// Listens at `path` from now on; those who connect wait until the door runs.
  package init(
    path: String, dispatcher: Dispatcher, now: @escaping @Sendable () -> Moment = { .now },
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) throws(IOFailure) {
    listener = try LocalListener(path: path)
    self.dispatcher = dispatcher
    self.now = now
    reminder = Reminder(sleep: sleep)
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
          guard let (number, stay) = guests.enter() else {
            try? await connection.send(Self.refusal("too many are connected to the box; try again"))
            continue
          }
          group.addTask {
            await stay.run {
              // A connection that breaks concerns nobody but the one who had it.
              try? await self.serve(connection, number)
            }
            self.guests.leave(number)
          }
        } catch let failure as IOFailure where [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(failure.code) {
          // Short of descriptors or memory: others may give some back.
          try await Task.sleep(for: .seconds(1))
        }
      }
    }
  }

  private func serve(_ connection: LocalConnection, _ number: Int) async throws {
    let role: Role = connection.peer.userID == 0 ? .root : .resident
    do {
      while let line = try await connection.nextLine(limit: Envelope.sizeLimit) {
        let envelope = try? Envelope(line: line)
        if let envelope, envelope.verb == "watch" {
          guard guests.startWatching(number) else {
            return try await connection.send(Self.refusal("too many follow what the box tells; try again"))
          }
          try await connection.send(Response(.success([:]), transaction: envelope.transaction).bytes)
          return try await tellAll(connection)
        }
        guests.setWorking(true, number)
        let answer = try await answer(line, role, connection, envelope?.transaction ?? .null)
        // Who does not read the answer is idle too.
        guests.setWorking(false, number)
        try await connection.send(answer)
      }
    } catch let failure as IOFailure where failure.code == EMSGSIZE {
      try await connection.send(Self.refusal("a request is at most \(Envelope.sizeLimit) bytes long"))
    }
  }

  /// Reminds the asker while the box works. Throws when that could not be said whole: nothing can follow on this connection then.
  private func answer(
    _ line: [UInt8], _ role: Role, _ connection: LocalConnection, _ mark: JSONValue
  ) async throws -> [UInt8] {
    try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
      group.addTask { await self.dispatcher.respond(line: line, role: role) }
      group.addTask {
        try await self.reminder.run {
          try await connection.send(Response.progress(transaction: mark))
          return true
        }
        return nil
      }
      var answer: [UInt8]?
      while let result = try await group.next() {
        answer = answer ?? result
        group.cancelAll()
      }
      return answer ?? []
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
