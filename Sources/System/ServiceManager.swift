import Glibc

/// Whoever started this process as a service and wants to know how it is: systemd, which names a socket for that.
///
/// The protocol of `sd_notify(3)` is a datagram of lines such as `READY=1`; this needs no library.
package struct ServiceManager: Sendable {
  private let address: LocalAddress
  /// Within this time the manager wants a sign of life, or restarts the service; nil when it does not care.
  package let watchdog: Duration?

  /// Nil when no manager listens, as in a terminal.
  package init?(environment: [String: String]) {
    guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@"),
      let address = try? LocalAddress(path)
    else { return nil }
    self.address = address
    // A child of the service inherits the environment, but is not the one that is watched (sd_watchdog_enabled(3)).
    let isWatched = environment["WATCHDOG_PID"].map { pid_t($0) == getpid() } ?? true
    let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
    watchdog = isWatched && microseconds > 0 ? .microseconds(microseconds) : nil
  }

  /// Tells it assignments such as `STATUS=Ready`, all at once; they hold no line breaks. Waits for nothing: a manager that does
  /// not listen is `EAGAIN`.
  package func tell(_ assignments: [String]) throws(IOFailure) {
    let message = Array(assignments.joined(separator: "\n").utf8)
    let socket = try LocalAddress.socket(SOCK_DGRAM)
    try socket.withRaw { (raw) throws(IOFailure) in
      try address.apply("sendto") {
        CInt(clamping: sendto(raw, message, message.count, CInt(MSG_NOSIGNAL), $0, $1))
      }
    }
  }
}
