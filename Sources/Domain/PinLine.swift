/// A line of a GPIO chip: by its offset, or by the name that the machine's device tree gives it, such as `GPIO17`.
package enum PinLine: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  case offset(Int)
  case name(String)

  package init(integerLiteral offset: Int) { self = .offset(offset) }

  /// An offset in 0…511, or a name of up to 31 letters, digits, `_`, `-`, `.` and `/` that begins with a letter; nil for anything else.
  package init?(_ text: String) {
    if let offset = Int(text) {
      guard (0...511).contains(offset) else { return nil }
      self = .offset(offset)
    } else {
      let isName = text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./".unicodeScalars.contains($0))
      }
      guard isName, (1...31).contains(text.utf8.count), text.first?.isLetter == true, text != "none" else { return nil }
      self = .name(text)
    }
  }

  package var description: String {
    switch self {
    case .offset(let offset): "\(offset)"
    case .name(let name): name
    }
  }
}
