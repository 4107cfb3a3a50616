import Inference

#if arch(x86_64)
  /// For x86-64 processors with AVX2.
  package struct AVX2Kernels: Kernels {
    package init() {}

    package var name: String { "avx2" }

    package func kernel(for step: Step) -> any Kernel { ReferenceKernels().kernel(for: step) }
  }
#endif
