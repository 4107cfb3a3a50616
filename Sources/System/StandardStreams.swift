import Glibc

/// The descriptors 0, 1 and 2.
package enum StandardStreams {
  /// Opens `/dev/null` in place of those that came closed. Otherwise the next file that is opened, such as the one that remembers
  /// privacy, would get their number, and with it every line that is printed.
  package static func fillGaps() {
    // An open call takes the lowest free number, so lower ones first.
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDWR)
    }
  }
}
