import Glibc

/// Takes a stream apart into lines.
package struct LineReader {
  private let descriptor: CInt
  private let limit: Int
  private var buffer: [UInt8] = []
  /// Of the buffer, that have been looked through for a line feed.
  private var searched = 0
  private var isAtEnd = false

  /// - Parameters:
  ///   - descriptor: stays open and the caller's.
  ///   - limit: of a line, in bytes.
  package init(_ descriptor: CInt, limit: Int) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// The next line without its line feed; nil at the end. Blocks. Throws `EMSGSIZE` when it is too long.
  package mutating func next() throws(IOFailure) -> [UInt8]? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(buffer[..<end])
        buffer.removeFirst(end + 1)
        searched = 0
        return line
      }
      searched = buffer.count
      if isAtEnd {
        if buffer.isEmpty { return nil }
        defer { (buffer, searched) = ([], 0) }
        return buffer
      }
      guard buffer.count <= limit else { throw IOFailure("read", code: EMSGSIZE) }
      var block = [UInt8](repeating: 0, count: 65_536)
      let count = try valueOrErrno("read") { read(descriptor, &block, block.count) }
      if count == 0 { isAtEnd = true }
      buffer += block[..<count]
    }
  }
}
