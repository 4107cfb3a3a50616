import Glibc

/// What people read: standard output for answers, standard error for complaints and progress.
enum Terminal {
  static var hasOutput: Bool { isatty(STDOUT_FILENO) == 1 }
  static var hasInput: Bool { isatty(STDIN_FILENO) == 1 }
  static var hasErrors: Bool { isatty(STDERR_FILENO) == 1 }

  static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  static func complain(_ text: String) { write("moodbox: \(text)\n", to: STDERR_FILENO) }

  /// Shows how far something is, in place, on a terminal only; `nil` clears the line.
  static func progress(_ text: String?) {
    guard hasErrors else { return }
    write("\r\u{1B}[K\(text ?? "")", to: STDERR_FILENO)
  }

  /// Writes all of it, unless the reader is gone.
  static func write(_ text: String, to descriptor: CInt) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
