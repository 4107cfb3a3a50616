import Glibc
import System
import Testing

@Suite("A child process")
struct ChildProcessTests {
  @Test("gives back its exit code")
  func exitCode() throws {
    #expect(try ChildProcess("sh", ["-c", "exit 7"]).wait() == 7)
    #expect(try ChildProcess("sh", ["-c", "kill -TERM $$"]).wait() == 128 + Int(SIGTERM))
  }

  @Test("writes into the pipe it was given")
  func output() throws {
    let pipe = try Pipe()
    let child = try pipe.writeEnd.withRaw { (raw) throws(IOFailure) in
      try ChildProcess("printf", ["%s", "hello"], output: raw).wait()
    }
    #expect(child == 0)
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pipe.readEnd.withRaw { read($0, &bytes, 16) }
    #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == "hello")
  }

  @Test("that does not exist is an error that names it")
  func missing() {
    #expect(throws: IOFailure("posix_spawn", on: "/no/such/program", code: ENOENT)) {
      _ = try ChildProcess("/no/such/program", []).wait()
    }
  }

  @Test("ends with its owner")
  func ends() throws {
    let identifier = try start()
    #expect(kill(identifier, 0) == -1 && errno == ESRCH)
  }

  private func start() throws -> pid_t {
    let child = try ChildProcess("sleep", ["1000"])
    return child.identifier
  }
}
