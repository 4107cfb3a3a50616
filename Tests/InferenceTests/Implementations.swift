import Acceleration
import Inference

/// Every implementation of the kernels that this processor can run; the tests of kernels run over each.
let implementations: [any Kernels] = Acceleration.kernels
