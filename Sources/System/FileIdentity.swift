import Glibc

/// Which file a path names: another file at the same path is not the same.
struct FileIdentity: Equatable, Sendable {
  let device: dev_t
  let number: ino_t
  let isSocket: Bool

  /// Does not follow symbolic links.
  init(of path: String) throws(IOFailure) {
    var status = stat()
    try valueOrErrno("lstat", on: path) { lstat(path, &status) }
    device = status.st_dev
    number = status.st_ino
    isSocket = status.st_mode & S_IFMT == S_IFSOCK
  }
}
