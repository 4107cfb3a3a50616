import Inference
import InferenceNEON

#if arch(arm64)
  /// For arm64 processors with the dot product instructions (`asimddp`).
  package struct DotProductKernels: Kernels {
    package init() {}

    package var name: String { "neon-dotprod" }

    package func kernel(for step: Step) -> any Kernel {
      let kernel: (any Kernel)? =
        switch step {
        case .convolution(let step): TiledConvolution(step, loops: DotProductConvolutionLoops())
        case .depthwiseConvolution(let step): DotProductDepthwiseConvolution(step)
        default: nil
        }
      return kernel ?? NEONKernels().kernel(for: step)
    }
  }
#endif
