import Glibc
import System

/// The one owner of an open folder (`DIR`).
struct FolderReader: ~Copyable {
  struct Entry {
    let bytes: [UInt8]
    /// Of the entry itself, not of what a link points to.
    let status: stat
    /// Nil when the name is not UTF-8.
    var name: String? { String(validating: bytes, as: UTF8.self) }
  }

  private let handle: OpaquePointer
  private let path: String

  /// Opens without following links, then `fdopendir(3)`.
  init(path: String) throws(IOFailure) {
    handle = try Self.handle(path)
    self.path = path
  }

  private static func handle(_ path: String) throws(IOFailure) -> OpaquePointer {
    let folder = try FileDescriptor(openingWithoutLinks: path, O_RDONLY | O_DIRECTORY)
    let raw = try folder.withRaw { (raw) throws(IOFailure) in
      // closedir(3) closes this one.
      try valueOrErrno("dup", on: path) { fcntl(raw, F_DUPFD_CLOEXEC, 0) }
    }
    guard let handle = fdopendir(raw) else {
      let code = errno
      close(raw)
      throw IOFailure("fdopendir", on: path, code: code)
    }
    return handle
  }

  deinit { closedir(handle) }

  /// The next entry but `.` and `..`; nil at the end. One that vanishes meanwhile is passed over. `readdir(3)`
  borrowing func next() throws(IOFailure) -> Entry? {
    while true {
      errno = 0
      guard let entry = readdir(handle) else {
        let code = errno
        guard code == 0 else { throw IOFailure("readdir", on: path, code: code) }
        return nil
      }
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard bytes != [0x2E], bytes != [0x2E, 0x2E] else { continue }
      var status = stat()
      let name = bytes.map { CChar(bitPattern: $0) } + [0]
      if fstatat(dirfd(handle), name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return Entry(bytes: bytes, status: status) }
    }
  }
}
