import Hub
import System

/// The name in topics under which the box was last at a broker: when it has another now, what it left there under the old
/// one is to be cleared away.
struct NameAtHub: Sendable {
  let path: String

  /// The name that the box had, if it is another; nil also when that cannot be read, since then nothing is lost but tidiness.
  func former(of box: BoxID) -> BoxID? {
    guard let bytes = try? WholeFile.read(path, limit: 4096), let value = try? JSONValue(parsing: bytes, limit: 4096),
      let name = value["id"]?.string.flatMap({ BoxID($0) }), name != box
    else { return nil }
    return name
  }

  /// Remembers the name, when the box has greeted a broker under it. What cannot be written is tried again at the next connection.
  func remember(_ box: BoxID) {
    let bytes = (["id": .string(box.description)] as JSONValue).bytes + [UInt8(ascii: "\n")]
    guard (try? WholeFile.read(path, limit: 4096)) != bytes else { return }
    try? WholeFile.replace(path, with: bytes)
  }
}
