import Glibc

/// Who connected to a local socket, as the kernel noted it then (`SO_PEERCRED`): nobody can claim to be somebody else.
package struct LocalPeer: Equatable, Sendable {
  package let processID: pid_t
  package let userID: uid_t
  package let groupID: gid_t

  init(of socket: CInt) throws(IOFailure) {
    // `struct ucred` of the kernel: three 32-bit numbers. Swift's Glibc does not show it.
    var credentials: (pid_t, uid_t, gid_t) = (0, 0, 0)
    var length = socklen_t(MemoryLayout.size(ofValue: credentials))
    try valueOrErrno("getsockopt SO_PEERCRED") {
      getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
    }
    (processID, userID, groupID) = credentials
  }
}
