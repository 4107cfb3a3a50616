import Dispatch
import FoundationEssentials
import Glibc
import Hub
import System

/// The executable that these tests were built with, run as people run it.
enum Program {
  struct Outcome: Sendable {
    let code: Int
    let output: String
    let errors: String

    /// What `--json` prints.
    func json() throws -> JSONValue { try JSONValue(parsing: Array(output.utf8), limit: 1 << 24) }
  }

  /// Beside the test bundle, which is this process's own executable.
  static var path: String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/moodbox"
  }

  /// The top of the checkout.
  static let checkout = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  static let models = "\(checkout)/Models"
  static func fixture(_ name: String) -> String { "\(checkout)/Tests/Fixtures/\(name)" }

  /// One at a time, on a thread that may wait.
  private static let queue = DispatchQueue(label: "moodbox.tests.program")

  /// Runs it to its end, without a terminal or input.
  /// - Parameter environment: Variables beside this process's own.
  static func run(_ words: [String], environment: [String: String] = [:]) async throws -> Outcome {
    try await run("env", environment.map { "\($0)=\($1)" } + [path] + words)
  }

  /// Runs another program likewise.
  static func run(_ program: String, _ words: [String]) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try runBlocking(program, words) }) }
    }
  }

  static func run(_ words: String...) async throws -> Outcome { try await run(words) }

  private static func runBlocking(_ program: String, _ words: [String]) throws -> Outcome {
    let folder = TemporaryFolder()
    let (output, errors) = ("\(folder.path)/output", "\(folder.path)/errors")
    // Files instead of pipes, which would have to be emptied meanwhile.
    let code = try FileDescriptor(opening: output, O_WRONLY | O_CREAT).withRaw { output in
      try FileDescriptor(opening: errors, O_WRONLY | O_CREAT).withRaw { errors in
        try ChildProcess(program, words, output: output, errors: errors).wait()
      }
    }
    func text(_ path: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
    return Outcome(code: code, output: try text(output), errors: try text(errors))
  }
}
