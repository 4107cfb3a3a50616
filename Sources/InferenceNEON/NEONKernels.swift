import Inference

#if arch(arm64)
  /// For every arm64 processor.
  package struct NEONKernels: Kernels {
    package init() {}

    package var name: String { "neon" }

    package func kernel(for step: Step) -> any Kernel {
      let kernel: (any Kernel)? =
        switch step {
        case .convolution(let step):
          NEONConvolutionLoops.canMultiply(step.weights) ? TiledConvolution(step, loops: NEONConvolutionLoops()) : nil
        case .depthwiseConvolution(let step): NEONDepthwiseConvolution(step)
        case .addition(let step): NEONAddition(step)
        default: nil
        }
      return kernel ?? ReferenceKernels().kernel(for: step)
    }
  }
#endif
