import Devices
import Glibc
import System

/// The guard at work: owns the button, takes the cameras' nodes away and gives them back, and answers at a local socket.
///
/// A request is a word in a line. `state` is answered by `on` or `off`; `on` and `off` by what is true then, or by `failed` and the
/// reason. After `button` come `listening` and the button's edges, such as `pressed 1500000000` in nanoseconds on the monotonic
/// clock, until the asker has enough.
package actor GuardService {
  package static let socket = "/run/moodbox-guard/guard.sock"
  /// At a time; a box needs two.
  private static let guests = 16

  private let listener: LocalListener
  private let nodes: CameraNodes
  private let record: PrivacyRecord
  private let button: (any Button)?
  private let tell: @Sendable (String) -> Void
  private let sleep: @Sendable (Duration) async throws -> Void
  private let now: @Sendable () -> Duration

  private var mind: PrivacyGuard
  private var present = 0
  private var readers: [Int: AsyncStream<String>.Continuation] = [:]
  private var readersEver = 0

  /// Files and drivers may take their time.
  private let executor = QueueExecutor("guard")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Listens at `path` from now on. `button` is nil on a machine without one; `tell` gets what is worth a line in the log.
  package init(
    path: String = GuardService.socket, nodes: CameraNodes, record: PrivacyRecord, button: (any Button)?,
    tell: @escaping @Sendable (String) -> Void,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    now: @escaping @Sendable () -> Duration = monotonicTime
  ) throws(IOFailure) {
    listener = try LocalListener(path: path)
    self.nodes = nodes
    self.record = record
    self.button = button
    self.tell = tell
    self.sleep = sleep
    self.now = now
    mind = PrivacyGuard(isOn: true)
  }

  /// Guards until the task is cancelled. `ready` is called once the nodes are as they must be.
  package func run(ready: @Sendable () -> Void) async throws {
    start()
    ready()
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { await self.watchButton() }
      while true {
        let connection = try await listener.accept()
        guard present < Self.guests else { continue }
        present += 1
        group.addTask {
          // A connection that breaks concerns nobody but the one who had it.
          try? await self.serve(connection)
          await self.left()
        }
      }
    }
  }

  private func left() { present -= 1 }

  /// What cannot be remembered counts as on: nobody may be seen because a disk failed.
  private func start() {
    do throws(IOFailure) {
      mind = PrivacyGuard(isOn: try record.isOn())
    } catch {
      tell("\(error); privacy is on to be safe")
    }
    report(mind.isOn ? nodes.close() : nodes.open())
    tell("privacy is \(word)")
  }

  private var word: String { mind.isOn ? "on" : "off" }

  private func report(_ failures: [IOFailure]) { for failure in failures { tell("\(failure)") } }

  // MARK: - Requests

  private func serve(_ connection: LocalConnection) async throws {
    let asker: PrivacyGuard.Asker = connection.peer.userID == 0 ? .root : .box
    while let line = try await connection.nextLine(limit: 64) {
      switch String(decoding: line, as: UTF8.self) {
      case "state": try await connection.send(Array(word.utf8))
      case "on": try await connection.send(Array(turnOn().utf8))
      case "off": try await connection.send(Array(turnOff(for: asker).utf8))
      case "button": return try await sendEdges(to: connection)
      default: try await connection.send(Array("failed: there is no such request".utf8))
      }
    }
  }

  /// The nodes are closed whether it can be remembered or not.
  private func turnOn() -> String {
    let wasOn = mind.isOn
    mind.turnOn()
    if !wasOn { tell("privacy is on") }
    let failures = nodes.close()
    report(failures)
    do throws(IOFailure) {
      try record.set(true)
    } catch {
      tell("\(error)")
      return "failed: \(error)"
    }
    return failures.first.map { "failed: \($0)" } ?? word
  }

  /// The nodes are given back only when a power cut would not bring the old state back.
  private func turnOff(for asker: PrivacyGuard.Asker) -> String {
    var next = mind
    guard next.turnOff(for: asker, at: now()) else {
      return "failed: the button was not held, and only root may turn privacy off without"
    }
    guard mind.isOn else { return word }
    do throws(IOFailure) {
      try record.set(false)
    } catch {
      tell("\(error)")
      return "failed: \(error)"
    }
    mind = next
    tell("privacy is off")
    report(nodes.open())
    return word
  }

  // MARK: - Button

  private func watchButton() async {
    guard let button else { return }
    var isLost = false
    while !Task.isCancelled {
      do {
        for try await edge in button.edges() {
          isLost = false
          mind.handle(edge)
          let line = EdgeLine.text(of: edge)
          for reader in readers.values { reader.yield(line) }
        }
      } catch {
        if !isLost { tell("the button: \(error)") }
        isLost = true
        mind.buttonLost()
        let line = EdgeLine.lost("\(error)")
        for reader in readers.values { reader.yield(line) }
      }
      guard (try? await sleep(.seconds(1))) != nil else { return }
    }
  }

  private func sendEdges(to connection: LocalConnection) async throws {
    guard button != nil else { return try await connection.send(Array(EdgeLine.lost("the board has no button").utf8)) }
    // Whoever does not read for so many edges loses some; a press that makes no sense without them is ignored.
    let (edges, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(64))
    readersEver += 1
    let number = readersEver
    readers[number] = continuation
    defer { readers[number] = nil }
    continuation.yield(EdgeLine.listening)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for await edge in edges { try await connection.send(Array(edge.utf8)) } }
      // Until the reader closes its end.
      group.addTask { while try await connection.nextLine(limit: 64) != nil {} }
      try await group.next()
      group.cancelAll()
    }
  }
}
