import FoundationEssentials
import Glibc
import System
import Testing

@Suite("The machine's identity")
struct MachineIdentityTests {
  private let folder = TemporaryFolder()

  private func file(_ text: String) throws -> String {
    let file = folder.url.appending(path: "machine-id")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  @Test("is an HMAC of the use, as Python's hmac module computes it")
  func hash() throws {
    let hash = try MachineIdentity.hash(for: "moodbox", file: try file("0123456789abcdef0123456789abcdef\n"))
    #expect(
      hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        == "d96b15f248717c20b608b047b8204650e9c37a323a1e55fc1e6cfd3c45d520a0")
  }

  @Test("differs from use to use and from machine to machine")
  func distinct() throws {
    let one = try file("0123456789abcdef0123456789abcdef\n")
    let first = try MachineIdentity.hash(for: "moodbox", file: one)
    #expect(try MachineIdentity.hash(for: "other", file: one) != first)
    #expect(try MachineIdentity.hash(for: "moodbox", file: try file("1123456789abcdef0123456789abcdef\n")) != first)
  }

  @Test("is an error where there is none")
  func missing() throws {
    #expect(throws: IOFailure("open", on: "/nowhere/machine-id", code: ENOENT)) {
      try MachineIdentity.hash(for: "moodbox", file: "/nowhere/machine-id")
    }
    let empty = try file("\n")
    #expect(throws: IOFailure("read", on: empty, code: ENODATA)) {
      try MachineIdentity.hash(for: "moodbox", file: empty)
    }
  }
}
