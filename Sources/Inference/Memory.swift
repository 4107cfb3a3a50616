/// What a running kernel sees of the interpreter's memory. Valid only during the run.
package struct Memory {
  private let base: UnsafeMutableRawPointer
  private let offsets: UnsafePointer<Int>
  /// At least as many bytes as the kernel asked for, aligned to 64; its contents do not outlive the kernel's run.
  package let scratch: UnsafeMutableRawPointer

  /// - Parameters:
  ///   - base: The activations, laid out by a `MemoryPlan` whose offsets are `offsets`.
  package init(base: UnsafeMutableRawPointer, offsets: UnsafePointer<Int>, scratch: UnsafeMutableRawPointer) {
    self.base = base
    self.offsets = offsets
    self.scratch = scratch
  }

  /// Where tensor `index` begins.
  @inline(__always)
  package func bytes(_ index: Int) -> UnsafeMutableRawPointer { base + offsets[index] }

  /// Where the int8 tensor `index` begins.
  @inline(__always)
  package func elements(_ index: Int) -> UnsafeMutablePointer<Int8> {
    bytes(index).assumingMemoryBound(to: Int8.self)
  }
}
