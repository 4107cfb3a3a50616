import CVideo
import Glibc
import System

/// Wakes a thread that waits in `poll(2)`, from any other thread (an eventfd).
struct StopSignal: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  init() throws(IOFailure) {
    descriptor = FileDescriptor(owning: try valueOrErrno("eventfd") { eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK)) })
  }

  /// From now on every ``wait(for:)`` answers ``Woken/stopped``. May be called more than once.
  borrowing func raise() {
    // A full counter, the only failure, means that it is raised already.
    descriptor.withRaw { _ = eventfd_write($0, 1) }
  }

  enum Woken {
    case ready, stopped, timedOut
  }

  /// Waits until `raw` can be read, the signal is raised, or `milliseconds` are over (−1: for ever).
  borrowing func wait(for raw: CInt, milliseconds: CInt) throws(IOFailure) -> Woken {
    let stop = descriptor.withRaw { $0 }
    var waits = [
      pollfd(fd: raw, events: Int16(POLLIN), revents: 0), pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
    ]
    let count = try valueOrErrno("poll") { poll(&waits, 2, milliseconds) }
    if waits[1].revents != 0 { return .stopped }
    return count == 0 ? .timedOut : .ready
  }
}
