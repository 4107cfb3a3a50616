import Glibc
import System

/// A terminal without a screen: what a program writes to it can be read, and keys typed.
struct PseudoTerminal: ~Copyable {
  private let master: FileDescriptor
  private let slave: FileDescriptor

  init() throws(IOFailure) {
    var ends: (master: CInt, slave: CInt) = (-1, -1)
    try valueOrErrno("openpty") { openpty(&ends.master, &ends.slave, nil, nil, nil) }
    for end in [ends.master, ends.slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    master = FileDescriptor(owning: ends.master)
    slave = FileDescriptor(owning: ends.slave)
  }

  /// Lends the end that is a program's terminal.
  borrowing func withSlave<Value: ~Copyable>(_ body: (CInt) throws -> Value) throws -> Value {
    try slave.withRaw(body)
  }

  /// What programs write to it.
  borrowing func reading() throws(IOFailure) -> FileDescriptor {
    try master.withRaw { (raw) throws(IOFailure) in
      FileDescriptor(owning: try valueOrErrno("fcntl") { fcntl(raw, F_DUPFD_CLOEXEC, 0) })
    }
  }

  borrowing func type(_ keys: String) throws(IOFailure) {
    try master.withRaw { (raw) throws(IOFailure) in
      _ = try valueOrErrno("write") { write(raw, keys, keys.utf8.count) }
    }
  }
}
