/// Numbers that a kernel arranges once, while loading, and from then on only reads. Begins on a cache line.
package final class Table: @unchecked Sendable {
  // Sendable: nothing writes after `init`.
  package let start: UnsafeRawPointer
  package let byteCount: Int
  /// Loops may read this many bytes beyond the end.
  package static let slack = 64

  /// - Parameter fill: Is given the bytes, all zero, to write.
  package init(byteCount: Int, _ fill: (UnsafeMutableRawPointer) -> Void) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: byteCount + Self.slack, alignment: MemoryPlan.alignment)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount + Self.slack)
    fill(memory)
    start = UnsafeRawPointer(memory)
    self.byteCount = byteCount
  }

  deinit { start.deallocate() }
}
