/// One way of running every operator, such as plainly, or with a processor's vector instructions.
///
/// All implementations give the same bits; the kernel tests run over each of them.
package protocol Kernels: Sendable {
  /// As reports and measurements name it.
  var name: String { get }

  /// Makes `step` ready to run. An implementation that has nothing better for a step hands out the reference kernel.
  func kernel(for step: Step) -> any Kernel
}
