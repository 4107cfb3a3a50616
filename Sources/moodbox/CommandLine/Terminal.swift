import Glibc

/// What people read: standard output for answers, standard error for complaints and progress.
enum Terminal {
  static var hasOutput: Bool { isatty(STDOUT_FILENO) == 1 }
  static var hasInput: Bool { isatty(STDIN_FILENO) == 1 }
  static var hasErrors: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal that standard output is; 80 when it does not say.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  static func print(_ text: String) { write(harmless(text) + "\n", to: STDOUT_FILENO) }

  static func complain(_ text: String) { write("moodbox: \(harmless(text))\n", to: STDERR_FILENO) }

  /// Names of files and songs may hold bytes that steer a terminal; people see them as `\u{…}`. Line breaks stay, unless
  /// all of it is to be one line.
  static func harmless(_ text: String, inOneLine: Bool = false) -> String {
    func steers(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.generalCategory == .control && (inOneLine || scalar != "\n")
    }
    guard text.unicodeScalars.contains(where: steers) else { return text }
    return text.unicodeScalars.map { steers($0) ? $0.escaped(asASCII: true) : String($0) }.joined()
  }

  /// Shows how far something is, in place, on a terminal only; `nil` clears the line.
  static func progress(_ text: String?) {
    guard hasErrors else { return }
    // Cut, since a line that wraps cannot be taken back.
    write("\r\u{1B}[K\(harmless(text ?? "").prefix(width - 1))", to: STDERR_FILENO)
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
