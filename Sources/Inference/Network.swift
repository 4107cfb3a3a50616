/// A quantised network: read from a .tflite file, checked, and ready for any number of interpreters.
///
/// The file's bytes are kept as they are and hold the weights.
package struct Network: Sendable {
  /// What the file says about itself.
  package let summary: String
  /// Every tensor of the file; steps name them by their index here.
  package let tensors: [Tensor]
  /// The operators in the order they run.
  package let steps: [Step]
  package let plan: MemoryPlan
  let inputIndices: [Int]
  let outputIndices: [Int]

  /// Reads a .tflite file's bytes.
  ///
  /// - Throws: A `NetworkError` that names the operator or tensor and what is wrong. Any bytes may be given: none make
  ///   this trap, or allocate more than a small multiple of the limits in `Limits`.
  package init(bytes: [UInt8]) throws(NetworkError) {
    var reader = try NetworkReader(bytes: bytes)
    self = try reader.read()
  }

  init(
    summary: String, tensors: [Tensor], inputIndices: [Int], outputIndices: [Int], steps: [Step], plan: MemoryPlan
  ) {
    self.summary = summary
    self.tensors = tensors
    self.inputIndices = inputIndices
    self.outputIndices = outputIndices
    self.steps = steps
    self.plan = plan
  }

  package var inputs: [Tensor] { inputIndices.map { tensors[$0] } }
  package var outputs: [Tensor] { outputIndices.map { tensors[$0] } }

  /// Products of an activation and a weight in one run, `Int.max` where they are more than that.
  package var multiplications: Int {
    steps.reduce(0) { sum, step in
      let (next, overflow) = sum.addingReportingOverflow(step.multiplications)
      return overflow ? .max : next
    }
  }
}
