/// A kernel that can compute some rows of its output and not others, so that steps can be run strip by strip, or by
/// several threads.
package protocol RowKernel: Kernel {
  /// Rows of the output, those of all pictures of a batch together.
  var rows: Int { get }

  /// Fills `rows` of the output.
  func run(rows: Range<Int>, in memory: Memory)
}

extension RowKernel {
  package func run(in memory: Memory) { run(rows: 0..<rows, in: memory) }
}
