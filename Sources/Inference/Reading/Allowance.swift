/// What a file may still make the reader allocate beyond the file itself: files can point to the same bytes many times.
struct Allowance {
  private var bytes = Limits.derivedBytes

  mutating func spend(_ count: Int, at place: String) throws(NetworkError) {
    guard count <= bytes else {
      throw NetworkError(.tooLarge, at: place, "the network needs more than \(Limits.derivedBytes) bytes of tables")
    }
    bytes -= count
  }
}
