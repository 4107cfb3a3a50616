import Inference
import Testing

/// Convolutions against the definition in real numbers, which knows nothing of how kernels go about it.
@Suite("Convolution kernels")
struct ConvolutionKernelTests {
  @Test("come within a step of the real sums", arguments: implementations, 0..<150)
  func full(_ kernels: any Kernels, _ seed: Int) {
    check(kernels, RandomConvolution(isDepthwise: false, seed: seed))
  }

  @Test("come within a step of the real sums, channel by channel", arguments: implementations, 0..<150)
  func depthwise(_ kernels: any Kernels, _ seed: Int) {
    check(kernels, RandomConvolution(isDepthwise: true, seed: seed))
  }

  @Test("give the reference's bits, whatever the shapes, zero points and factors", arguments: implementations, 0..<400)
  func bits(_ kernels: any Kernels, _ seed: Int) {
    let random = RandomConvolution(isDepthwise: seed.isMultiple(of: 2), seed: seed, isExtreme: true)
    #expect(random.run(kernels) == random.run(ReferenceKernels()))
  }

  private func check(_ kernels: any Kernels, _ random: RandomConvolution) {
    guard let found = random.run(kernels) else {
      Issue.record("wrote beyond its output")
      return
    }
    for (index, real) in random.realOutputs().enumerated() {
      #expect(abs(Double(found[index]) - real) <= 1, "element \(index) of \(random.step.outputShape)")
    }
  }
}
