import Inference

/// Every implementation of the kernels; the tests of kernels run over each.
let implementations: [any Kernels] = [ReferenceKernels()]
