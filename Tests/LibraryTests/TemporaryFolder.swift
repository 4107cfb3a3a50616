import FoundationEssentials
import Glibc

/// A folder that is gone, with everything in it, when the test is over.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/moodbox-library-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func absolute(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes a folder below, and says where.
  func folder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: absolute(name), withIntermediateDirectories: true)
    return absolute(name)
  }

  /// Writes through the kernel's interface, which takes names as bytes and leaves them as they are.
  func write(_ bytes: [UInt8], to name: [UInt8]) throws {
    let name = (Array(path.utf8) + [UInt8(ascii: "/")] + name + [0]).map { CChar(bitPattern: $0) }
    let file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else { throw Unwritable(code: errno) }
    close(file)
  }

  func write(_ bytes: [UInt8], to name: String) throws { try write(bytes, to: Array(name.utf8)) }

  func read(_ name: String) throws -> [UInt8] { try Self.bytes(ofFileAt: absolute(name)) }

  static func bytes(ofFileAt path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: absolute(name)) }

  func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: absolute(name), toPath: absolute(other))
  }

  struct Unwritable: Error { let code: Int32 }
}
