import Glibc

/// Makes the terminal hand over keys at once and unseen, until its life ends.
struct RawTerminal: ~Copyable {
  private let before: termios

  /// Nil when standard input is no terminal.
  init?() {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
    before = settings
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }

  deinit {
    var before = before
    tcsetattr(STDIN_FILENO, TCSANOW, &before)
  }
}
