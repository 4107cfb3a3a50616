import Glibc
import System

/// What root makes in the service's folders, the service, which is not root, must be able to use.
package enum Ownership {
  /// Gives a file or folder to the owner of another. Does nothing for who is not root, and where the other is root's.
  package static func give(_ path: String, toOwnerOf other: String) throws(IOFailure) {
    guard let owner = owner(of: other) else { return }
    // Not what a link in its place leads to.
    try valueOrErrno("lchown", on: path) { lchown(path, owner.user, owner.group) }
  }

  /// Makes an empty file for the owner of another, unless it is there. What SQLite puts beside it takes over its owner.
  package static func make(_ path: String, forOwnerOf other: String) throws(IOFailure) {
    guard let owner = owner(of: other), access(path, F_OK) != 0 else { return }
    let file = try FileDescriptor(opening: path, O_RDWR | O_CREAT | O_EXCL)
    try file.withRaw { (raw) throws(IOFailure) in
      _ = try valueOrErrno("fchown", on: path) { fchown(raw, owner.user, owner.group) }
    }
  }

  /// Nil where there is nobody to give anything to.
  private static func owner(of path: String) -> (user: uid_t, group: gid_t)? {
    var owner = stat()
    guard geteuid() == 0, stat(path, &owner) == 0, owner.st_uid != 0 else { return nil }
    return (owner.st_uid, owner.st_gid)
  }
}
