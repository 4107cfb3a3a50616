import Glibc

/// A local stream socket on which others connect; its file is there as long as this is.
package final class LocalListener: Sendable {
  private let path: String
  private let descriptor: FileDescriptor
  /// The file that `bind` made: when another one is at the path, it is not ours to remove.
  private let file: FileIdentity

  /// Listens at `path`, which its owner and group may use. The file that a crash left is removed; one that somebody listens on is
  /// `EADDRINUSE`, and a file that is no socket `EEXIST`. At most 107 bytes of path, otherwise `ENAMETOOLONG`.
  package init(path: String) throws(IOFailure) {
    let address = try LocalAddress(path)
    let descriptor = try LocalAddress.socket()
    try Self.removeRemains(at: path)
    file = try descriptor.withRaw { raw throws(IOFailure) in
      try address.apply("bind") { bind(raw, $0, $1) }
      // Until it listens nobody can connect, so nobody comes in before the permissions are right.
      try valueOrErrno("chmod", on: path) { chmod(path, 0o660) }
      let file = try FileIdentity(of: path)
      try valueOrErrno("listen", on: path) { listen(raw, 64) }
      return file
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    if (try? FileIdentity(of: path)) == file { unlink(path) }
  }

  /// The next who connects.
  package func accept() async throws -> LocalConnection {
    while true {
      let raw = descriptor.withRaw { Glibc.accept($0, nil, nil) }
      if raw >= 0 {
        let accepted = FileDescriptor(owning: raw)
        try accepted.withRaw { raw throws(IOFailure) in
          try valueOrErrno("fcntl") { fcntl(raw, F_SETFD, FD_CLOEXEC) }
          try valueOrErrno("fcntl") { fcntl(raw, F_SETFL, O_NONBLOCK) }
        }
        return try LocalConnection(accepted)
      }
      switch errno {
      // Gone again before it was its turn.
      case EINTR, ECONNABORTED: continue
      case EAGAIN:
        let raw = descriptor.withRaw { $0 }
        try await Readiness.reading.wait(on: raw)
      case let code: throw IOFailure("accept", on: path, code: code)
      }
    }
  }

  private static func removeRemains(at path: String) throws(IOFailure) {
    guard let file = try? FileIdentity(of: path) else { return }
    guard file.isSocket else { throw IOFailure("bind", on: path, code: EEXIST) }
    do throws(IOFailure) {
      _ = try LocalConnection(to: path)
    } catch {
      // Only this says that no process holds the other end.
      guard error.code == ECONNREFUSED else { throw error }
      try valueOrErrno("unlink", on: path) { unlink(path) }
      return
    }
    throw IOFailure("bind", on: path, code: EADDRINUSE)
  }
}
