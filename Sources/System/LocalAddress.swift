import Glibc

/// The address of a local socket, as the kernel takes it.
struct LocalAddress: Sendable {
  private var storage = sockaddr_un()
  private let path: String
  /// In bytes. A path may be followed by zeros; the name of an abstract socket must end where it ends.
  private let length: socklen_t

  /// A path, or `@` and the name of an abstract socket, which is in no file system.
  ///
  /// Throws `ENAMETOOLONG` when the path has no room in a socket's address: at most 107 bytes.
  init(_ path: String) throws(IOFailure) {
    self.path = path
    storage.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: storage.sun_path) else {
      throw IOFailure("bind", on: path, code: bytes.isEmpty ? ENOENT : ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &storage.sun_path) { $0.copyBytes(from: bytes) }
    if bytes.first == UInt8(ascii: "@") {
      storage.sun_path.0 = 0
      length = socklen_t(MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + bytes.count)
    } else {
      length = socklen_t(MemoryLayout<sockaddr_un>.size)
    }
  }

  /// Calls `bind`, `connect` or `sendto` with it.
  func apply(
    _ call: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) throws(IOFailure) {
    try valueOrErrno(call, on: path) {
      withUnsafePointer(to: storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          body($0, length)
        }
      }
    }
  }

  /// A new socket that never blocks.
  static func socket(_ type: __socket_type = SOCK_STREAM) throws(IOFailure) -> FileDescriptor {
    FileDescriptor(
      owning: try valueOrErrno("socket") {
        Glibc.socket(AF_UNIX, CInt(type.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
      })
  }
}
