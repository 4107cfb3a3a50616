/// Runs one network: its memory and its kernels, made once. Not for use by two threads at a time.
///
/// Fill every input before each run, as later tensors may lie where the inputs were:
///
///     let interpreter = Interpreter(try Network(bytes: file))
///     interpreter.withInput { pixels in … }
///     interpreter.run()
///     let scores = interpreter.withOutput { Array($0) }
package final class Interpreter {
  package let network: Network
  private let kernels: [any Kernel]
  private let memory: UnsafeMutableRawPointer
  private let offsets: UnsafeMutablePointer<Int>
  private let scratchOffset: Int

  package init(_ network: Network, kernels implementation: any Kernels = ReferenceKernels()) {
    self.network = network
    kernels = Self.kernels(for: network.steps, implementation)
    let plan = network.plan
    let scratch = kernels.reduce(0) { max($0, $1.scratchByteCount) }
    // The plan's size is a multiple of its alignment.
    scratchOffset = plan.byteCount
    memory = .allocate(byteCount: plan.byteCount + scratch + Table.slack, alignment: MemoryPlan.alignment)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: plan.byteCount + scratch + Table.slack)
    offsets = .allocate(capacity: plan.offsets.count)
    offsets.initialize(from: plan.offsets, count: plan.offsets.count)
    for index in plan.constants {
      // Safety: a constant has as many bytes as its shape asks for, and the plan reserves that many.
      network.tensors[index].constant?.withUnsafeBytes { bytes in
        memory.advanced(by: plan.offsets[index])
          .copyMemory(from: bytes.baseAddress ?? UnsafeRawPointer(memory), byteCount: bytes.count)
      }
    }
  }

  /// A kernel for each step. No file can make weights be packed without bound: beyond it the plain ones are used.
  private static func kernels(for steps: [Step], _ implementation: any Kernels) -> [any Kernel] {
    var packed = 0
    return steps.map { step in
      packed += step.packedByteCount
      return packed <= Limits.packedBytes ? implementation.kernel(for: step) : ReferenceKernels().kernel(for: step)
    }
  }

  deinit {
    offsets.deallocate()
    memory.deallocate()
  }

  /// Runs the network over what the inputs hold. Allocates nothing.
  package func run() {
    let memory = Memory(base: memory, offsets: offsets, scratch: memory + scratchOffset)
    for kernel in kernels { kernel.run(in: memory) }
  }

  /// Lends the elements of input `index` for writing. The input must hold int8.
  package func withInput<Result, Failure: Error>(
    _ index: Int = 0, _ body: (UnsafeMutableBufferPointer<Int8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(network.inputs[index].type == .int8, "input \(index) is \(network.inputs[index].type), not int8")
    return try withInputBytes(index) { bytes throws(Failure) in try body(bytes.bindMemory(to: Int8.self)) }
  }

  /// Lends the bytes of input `index`, of any type, for writing.
  package func withInputBytes<Result, Failure: Error>(
    _ index: Int = 0, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(bytes(of: network.inputIndices[index]))
  }

  /// Lends the elements of output `index` as the last run left them. The output must hold int8.
  package func withOutput<Result, Failure: Error>(
    _ index: Int = 0, _ body: (UnsafeBufferPointer<Int8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(network.outputs[index].type == .int8, "output \(index) is \(network.outputs[index].type), not int8")
    return try withOutputBytes(index) { bytes throws(Failure) in try body(bytes.bindMemory(to: Int8.self)) }
  }

  /// Lends the bytes of output `index`, of any type, as the last run left them.
  package func withOutputBytes<Result, Failure: Error>(
    _ index: Int = 0, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(bytes(of: network.outputIndices[index])))
  }

  private func bytes(of tensor: Int) -> UnsafeMutableRawBufferPointer {
    // Safety: the plan has reserved the tensor's bytes at its offset, for as long as this object lives.
    UnsafeMutableRawBufferPointer(
      start: memory + network.plan.offsets[tensor], count: network.tensors[tensor].byteCount)
  }
}
