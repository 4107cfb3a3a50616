import Inference

#if arch(x86_64)
  /// For x86-64 processors with AVX2.
  package struct AVX2Kernels: Kernels {
    package init() {}

    package var name: String { "avx2" }

    package func kernel(for step: Step) -> any Kernel {
      let kernel: (any Kernel)? =
        switch step {
        case .convolution(let step): TiledConvolution(step, loops: AVX2ConvolutionLoops())
        case .depthwiseConvolution(let step):
          if let full = step.fullOfSingleChannel {
            TiledConvolution(full, loops: AVX2ConvolutionLoops())
          } else {
            AVX2DepthwiseConvolution(step)
          }
        case .addition(let step): AVX2Addition(step)
        default: nil
        }
      return kernel ?? ReferenceKernels().kernel(for: step)
    }
  }
#endif
