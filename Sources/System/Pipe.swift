import Glibc

/// The two ends of a pipe, each closed when its own life ends.
package struct Pipe: ~Copyable {
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
}
