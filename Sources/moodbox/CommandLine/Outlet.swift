import Dispatch
import Glibc
import Synchronization

/// A standard stream of the running box, whose reader may stop reading at any time: whoever writes never waits for it.
final class Outlet: Sendable {
  static let output = Outlet(STDOUT_FILENO)
  static let errors = Outlet(STDERR_FILENO)

  /// As many texts wait for the reader; after that, new ones are lost.
  private static let limit = 1024
  /// How long the last texts may take, in seconds.
  private static let patience = 1.0

  private let descriptor: CInt
  private let queue: DispatchQueue
  private let waiting = Mutex(0)

  private init(_ descriptor: CInt) {
    self.descriptor = descriptor
    queue = DispatchQueue(label: "moodbox.outlet.\(descriptor)")
  }

  func write(_ text: String) {
    let isTaken = waiting.withLock { count in
      guard count < Self.limit else { return false }
      count += 1
      return true
    }
    guard isTaken else { return }
    queue.async { [self] in
      Terminal.write(text, to: descriptor)
      waiting.withLock { $0 -= 1 }
    }
  }

  /// Returns when everything is written, or the reader has had time enough to take it.
  func finish() {
    let isDone = DispatchSemaphore(value: 0)
    queue.async { isDone.signal() }
    _ = isDone.wait(timeout: .now() + Self.patience)
  }
}
