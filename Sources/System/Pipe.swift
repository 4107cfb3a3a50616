import Glibc

/// The two ends of a pipe, both closed when its life ends.
package struct Pipe: ~Copyable, Sendable {
  package let readEnd: FileDescriptor
  package let writeEnd: FileDescriptor

  package init() throws(IOFailure) {
    var ends: [CInt] = [-1, -1]
    try valueOrErrno("pipe") { pipe(&ends) }
    // pipe2, which would set this at once, is an extension that Swift does not import; this cannot fail on an open end.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    readEnd = FileDescriptor(owning: ends[0])
    writeEnd = FileDescriptor(owning: ends[1])
  }

  /// Keeps the end to read from and closes the other: once every writer is gone too, reading comes to an end.
  package consuming func reading() -> FileDescriptor { readEnd }

  /// Keeps the end to write to and closes the other.
  package consuming func writing() -> FileDescriptor { writeEnd }
}
