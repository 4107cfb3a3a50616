import FoundationEssentials
import Glibc
import System
import Testing

@Suite("Whole files")
struct WholeFileTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("moodbox-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test("are replaced, leave nothing beside them, and are their owner's alone")
  func replaces() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/state.json"
    try WholeFile.replace(path, with: [1, 2, 3])
    try WholeFile.replace(path, with: Array(repeating: 7, count: 10_000))
    #expect(try WholeFile.read(path, limit: 10_000) == Array(repeating: 7, count: 10_000))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state.json"])
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test("that are not there are told apart from those that cannot be read")
  func missing() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try WholeFile.read(folder + "/none", limit: 10) == nil)
    #expect(throws: IOFailure("read", on: folder, code: EISDIR)) { try WholeFile.read(folder, limit: 10) }
  }

  @Test("that are too long are refused")
  func tooLong() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try WholeFile.replace(folder + "/a", with: [1, 2, 3, 4])
    #expect(throws: IOFailure("read", on: folder + "/a", code: EFBIG)) {
      try WholeFile.read(folder + "/a", limit: 3)
    }
  }

  @Test("stay as they were when they cannot be replaced")
  func unwritable() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/state"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try WholeFile.replace(path + "/inside", with: [1])
    // A folder that is not empty cannot be renamed over.
    #expect(throws: IOFailure.self) { try WholeFile.replace(path, with: [2]) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state"])
  }
}

@Suite("The monotonic clock")
struct MonotonicTimeTests {
  @Test("never goes back")
  func order() {
    let first = monotonicTime()
    #expect(first > .zero)
    #expect(monotonicTime() >= first)
  }
}
