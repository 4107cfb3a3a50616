/// The name of this box in topics: 1…32 characters of `a-z`, `0-9` and `-`.
package struct BoxID: Equatable, Sendable, CustomStringConvertible {
  package let description: String

  /// Nil unless `text` is such a name.
  package init?(_ text: String) {
    let allowed = text.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "-")
    }
    guard allowed, (1...32).contains(text.utf8.count) else { return nil }
    description = text
  }

  /// The default: the first six bytes of an application-specific hash of the machine, as twelve hexadecimal digits.
  /// Traps when there are fewer bytes.
  package init(hash: [UInt8]) {
    precondition(hash.count >= 6, "at least six bytes")
    description = hash.prefix(6).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
