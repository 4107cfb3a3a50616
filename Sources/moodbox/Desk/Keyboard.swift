import Devices
import Glibc
import System

/// A button for desks: the keys of the terminal, or the bytes of a pipe.
///
/// Space presses and releases; `p` holds the button long enough to toggle privacy; `q` and the end of the input quit.
struct Keyboard: Button {
  private let quit: @Sendable () -> Void

  /// - Parameter quit: is called when somebody quits; no edge follows.
  init(quit: @escaping @Sendable () -> Void) { self.quit = quit }

  func edges() -> AsyncThrowingStream<ButtonEdge, any Error> {
    let reader = KeyReader(quit: quit)
    return AsyncThrowingStream { try await reader.next() }
  }
}

/// Waits for keys on a thread of its own.
private actor KeyReader {
  private let executor = QueueExecutor("moodbox.keyboard")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let quit: @Sendable () -> Void
  private var pending: ArraySlice<ButtonEdge> = []

  init(quit: @escaping @Sendable () -> Void) { self.quit = quit }

  func next() async throws -> ButtonEdge? {
    while pending.isEmpty {
      if Task.isCancelled { return nil }
      switch try key() {
      case UInt8(ascii: " ")?: pending = Self.press(for: .milliseconds(50))
      case UInt8(ascii: "p")?: pending = Self.press(for: .seconds(2))
      case UInt8(ascii: "q")?, Self.endOfTransmission?, nil:
        quit()
        return nil
      default: break
      }
    }
    guard let edge = pending.popFirst() else { return nil }
    // An edge is told when it happens: the box measures how long the button is down while it is down.
    guard (try? await Task.sleep(for: max(.zero, edge.time - monotonicTime()))) != nil else { return nil }
    return edge
  }

  /// What control-D sends when the terminal hands over keys at once.
  private static let endOfTransmission: UInt8 = 4

  private static func press(for duration: Duration) -> ArraySlice<ButtonEdge> {
    let now = monotonicTime()
    return [ButtonEdge(.pressed, at: now), ButtonEdge(.released, at: now + duration)]
  }

  /// The next byte; nil at the end of the input. Looks up twice a second to see whether it is still wanted.
  private func key() throws(IOFailure) -> UInt8? {
    while !Task.isCancelled {
      var waits = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard try valueOrErrno("poll", { poll(&waits, 1, 500) }) > 0 else { continue }
      var byte: UInt8 = 0
      return try valueOrErrno("read") { read(STDIN_FILENO, &byte, 1) } == 1 ? byte : nil
    }
    return nil
  }
}
