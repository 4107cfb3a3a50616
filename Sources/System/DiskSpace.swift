import Glibc

/// Room on the file system of a path, as statvfs(3) tells it.
package struct DiskSpace: Equatable, Sendable {
  /// What everybody but root may still use, in bytes.
  package var free: Int
  /// In bytes.
  package var size: Int

  package init(free: Int, size: Int) {
    self.free = free
    self.size = size
  }

  /// - Throws: When there is nothing at `path`, or it cannot be reached.
  package init(at path: String) throws(IOFailure) {
    var found = statvfs()
    _ = try valueOrErrno("statvfs", on: path) { statvfs(path, &found) }
    let unit = Int(clamping: found.f_frsize)
    free = Int(clamping: found.f_bavail) * unit
    size = Int(clamping: found.f_blocks) * unit
  }
}
