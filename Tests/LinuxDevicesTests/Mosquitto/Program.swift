import Dispatch
import Glibc
import Synchronization
import System

/// A program that a test runs, and whose words it reads; gone with it.
final class Program: Sendable {
  /// What it writes to standard output and standard error, line by line; ends when it has closed both.
  let lines: AsyncStream<String>
  private let process: Mutex<ChildProcess?>

  /// One start at a time: a child must not inherit the pipe of another, which would then never end.
  private static let starting = DispatchSemaphore(value: 1)

  init(_ program: String, _ arguments: [String]) throws {
    Self.starting.wait()
    defer { Self.starting.signal() }
    let pipe = try Pipe()
    process = Mutex(
      try pipe.writeEnd.withRaw { (raw) throws(IOFailure) in
        try ChildProcess(program, arguments, output: raw, errors: raw)
      })
    let output = pipe.readEnd.withRaw { fcntl($0, F_DUPFD_CLOEXEC, 0) }
    let (lines, continuation) = AsyncStream.makeStream(of: String.self)
    self.lines = lines
    DispatchQueue(label: program).async {
      guard let file = fdopen(output, "r") else { return continuation.finish() }
      var buffer: UnsafeMutablePointer<CChar>?
      var size = 0
      while case let length = getline(&buffer, &size, file), length > 0, let buffer {
        let bytes = UnsafeRawBufferPointer(start: buffer, count: length)
        continuation.yield(String(decoding: bytes.last == 10 ? bytes.dropLast() : bytes[...], as: UTF8.self))
      }
      free(buffer)
      fclose(file)
      continuation.finish()
    }
  }

  /// Ends it at once, as a power cut would, and returns when it is gone.
  func kill() { process.withLock { $0 = nil } }

  /// Waits until it has ended; returns all it wrote.
  @discardableResult
  func output() async -> [String] { await lines.reduce(into: []) { $0.append($1) } }

  static func isInstalled(_ program: String) -> Bool {
    let folders = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":") + ["/usr/sbin", "/usr/bin"]
    return folders.contains { access("\($0)/\(program)", X_OK) == 0 }
  }
}
