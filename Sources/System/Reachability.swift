import Glibc

/// Whether somebody listens at a network address.
package enum Reachability {
  /// Tries to connect by TCP, for three seconds an address at most, and hangs up again. Blocks.
  package static func canConnect(host: String, port: Int) -> Bool {
    var hints = addrinfo()
    hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, "\(port)", &hints, &found) == 0 else { return false }
    defer { freeaddrinfo(found) }
    var candidate = found
    while let address = candidate?.pointee {
      if answers(address) { return true }
      candidate = address.ai_next
    }
    return false
  }

  private static func answers(_ address: addrinfo) -> Bool {
    guard
      let connection = try? FileDescriptor(
        owning: valueOrErrno("socket") {
          let flags = CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
          return socket(address.ai_family, address.ai_socktype | flags, address.ai_protocol)
        })
    else { return false }
    return connection.withRaw { raw in
      if connect(raw, address.ai_addr, address.ai_addrlen) == 0 { return true }
      guard errno == EINPROGRESS else { return false }
      var waits = pollfd(fd: raw, events: Int16(POLLOUT), revents: 0)
      guard let ready = try? valueOrErrno("poll", { poll(&waits, 1, 3000) }), ready > 0 else { return false }
      var code: CInt = 0
      var length = socklen_t(MemoryLayout<CInt>.size)
      return getsockopt(raw, SOL_SOCKET, SO_ERROR, &code, &length) == 0 && code == 0
    }
  }
}
