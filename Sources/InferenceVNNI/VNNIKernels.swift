import Inference

#if arch(x86_64)
  /// For x86-64 processors with AVX-512 and its neural network instructions (`avx512f`, `bw`, `vl` and `vnni`).
  package struct VNNIKernels: Kernels {
    package init() {}

    package var name: String { "avx512-vnni" }

    package func kernel(for step: Step) -> any Kernel {
      let kernel: (any Kernel)? =
        switch step {
        case .convolution(let step): TiledConvolution(step, loops: VNNIConvolutionLoops())
        case .depthwiseConvolution(let step):
          if let full = step.fullOfSingleChannel {
            TiledConvolution(full, loops: VNNIConvolutionLoops())
          } else {
            VNNIDepthwiseConvolution(step)
          }
        case .addition(let step): VNNIAddition(step)
        default: nil
        }
      return kernel ?? ReferenceKernels().kernel(for: step)
    }
  }
#endif
