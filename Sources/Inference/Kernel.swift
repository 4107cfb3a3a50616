/// One step of a network, ready to run again and again: weights arranged as its loops want them.
///
/// Safety: a kernel reads and writes exactly the tensors its `Step` names, within the counts the step gives. The
/// reader has checked those against the tensors' shapes, and the memory plan has reserved that many bytes for each.
package protocol Kernel {
  /// Bytes of working memory that `run` wants, beside the tensors.
  var scratchByteCount: Int { get }

  /// Reads the step's inputs and fills its output; allocates nothing.
  func run(in memory: Memory)
}

extension Kernel {
  package var scratchByteCount: Int { 0 }
}
