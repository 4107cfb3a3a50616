import Glibc

/// The path of a local socket, as the kernel takes it.
struct LocalAddress {
  private var storage = sockaddr_un()
  private let path: String

  /// Throws `ENAMETOOLONG` when the path has no room in a socket's address: at most 107 bytes.
  init(_ path: String) throws(IOFailure) {
    self.path = path
    storage.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: storage.sun_path) else {
      throw IOFailure("bind", on: path, code: bytes.isEmpty ? ENOENT : ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &storage.sun_path) { $0.copyBytes(from: bytes) }
  }

  /// Calls `bind` or `connect` with it.
  func apply(
    _ call: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) throws(IOFailure) {
    try valueOrErrno(call, on: path) {
      withUnsafePointer(to: storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
    }
  }

  /// A new socket that never blocks.
  static func socket() throws(IOFailure) -> FileDescriptor {
    FileDescriptor(
      owning: try valueOrErrno("socket") {
        Glibc.socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
      })
  }
}
