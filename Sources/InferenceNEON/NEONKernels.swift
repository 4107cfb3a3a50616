import Inference

#if arch(arm64)
  /// For every arm64 processor.
  package struct NEONKernels: Kernels {
    package init() {}

    package var name: String { "neon" }

    package func kernel(for step: Step) -> any Kernel {
      let kernel: (any Kernel)? =
        switch step {
        case .convolution(let step): Self.loops(for: step).flatMap { TiledConvolution(step, loops: $0) }
        case .depthwiseConvolution(let step): NEONDepthwiseConvolution(step)
        case .addition(let step): NEONAddition(step)
        default: nil
        }
      return kernel ?? ReferenceKernels().kernel(for: step)
    }

    private static func loops(for step: Convolution) -> (any ConvolutionLoops)? {
      if let wide = WideConvolutionLoops(step) { return wide }
      return NEONConvolutionLoops.canMultiply(step.weights) ? NEONConvolutionLoops() : nil
    }
  }
#endif
