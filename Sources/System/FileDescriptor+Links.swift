import Glibc

extension FileDescriptor {
  /// `O_PATH` of Linux, which Swift does not import: the descriptor names a file without opening it.
  package static let nameOnly: CInt = 0o10_000_000

  /// Opens a path of which no part may be a symbolic link: one folder after the other, so that nobody who may write in one of them
  /// can lead the next step elsewhere, whenever they try. What `openat2(2)` does with `RESOLVE_NO_SYMLINKS`, also where that call
  /// is not to be had.
  ///
  /// Throws `ELOOP` when the last part is a link, `ENOTDIR` when one before it is none or no folder.
  package init(openingWithoutLinks path: String, _ flags: CInt) throws(IOFailure) {
    self = try Self.withoutLinks(path, flags)
  }

  // Throwing branches in initialisers of noncopyable types trip Swift 6.0's compiler.
  private static func withoutLinks(_ path: String, _ flags: CInt) throws(IOFailure) -> FileDescriptor {
    let slash = UInt8(ascii: "/")
    // By bytes: as characters, a slash before a combining mark would not be a slash.
    let parts = path.utf8.split(separator: slash).map { String(Substring($0)) }.filter { $0 != "." }
    guard !parts.isEmpty, !parts.contains("..") else { throw IOFailure("open", on: path, code: EINVAL) }
    var raw = try valueOrErrno("open", on: path) {
      open(path.utf8.first == slash ? "/" : ".", nameOnly | O_DIRECTORY | O_CLOEXEC)
    }
    for (index, part) in parts.enumerated() {
      let step = index == parts.count - 1 ? flags | O_NOFOLLOW : nameOnly | O_DIRECTORY | O_NOFOLLOW
      let next = openat(raw, part, step | O_CLOEXEC)
      let code = errno
      close(raw)
      guard next >= 0 else { throw IOFailure("open", on: path, code: code) }
      raw = next
    }
    return FileDescriptor(owning: raw)
  }
}
