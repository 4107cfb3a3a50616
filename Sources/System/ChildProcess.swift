import Glibc

/// A program that this process started and owns: it does not outlive its owner.
package struct ChildProcess: ~Copyable {
  package let identifier: pid_t

  /// Starts a program, found along `PATH` and `/usr/sbin`.
  ///
  /// - Parameters:
  ///   - program: a path, or a name to look for.
  ///   - arguments: without the program's own name.
  ///   - input: becomes its standard input; nil for `/dev/null`.
  ///   - output: becomes its standard output; nil leaves it ours.
  ///   - errors: becomes its standard error; nil leaves it ours.
  package init(
    _ program: String, _ arguments: [String], input: CInt? = nil, output: CInt? = nil, errors: CInt? = nil
  ) throws(IOFailure) {
    let path = Self.find(program)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
    if let errors { posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }

    // Signals that we ignore or block would stay so in the child.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, path, &actions, &attributes, &words, environ)
    guard code == 0 else { throw IOFailure("posix_spawn", on: path, code: code) }
    self.identifier = identifier
  }

  deinit {
    kill(identifier, SIGKILL)
    var status: CInt = 0
    while waitpid(identifier, &status, 0) == -1 && errno == EINTR {}
  }

  /// Asks it to end.
  package borrowing func send(_ signal: CInt) { kill(identifier, signal) }

  /// Waits for its end, which blocks. Answers its exit code, or 128 and the signal that killed it.
  package consuming func wait() throws(IOFailure) -> Int {
    let identifier = identifier
    discard self
    var status: CInt = 0
    try valueOrErrno("waitpid") { waitpid(identifier, &status, 0) }
    let signal = status & 0x7F
    return signal == 0 ? Int((status >> 8) & 0xFF) : 128 + Int(signal)
  }

  private static func find(_ program: String) -> String {
    if program.contains("/") { return program }
    let path: String = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let folders: [Substring] = path.split(separator: ":") + ["/usr/sbin"]
    return folders.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 } ?? program
  }
}
