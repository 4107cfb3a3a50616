/// Plain kernels: the specification written down. Every other implementation is measured against these.
///
/// The arithmetic is that of LiteRT's reference kernels, bit for bit:
/// https://ai.google.dev/edge/litert/models/quantization_spec, and `tensorflow/lite/kernels/internal/reference`.
package struct ReferenceKernels: Kernels {
  package init() {}

  package var name: String { "reference" }

  package func kernel(for step: Step) -> any Kernel {
    switch step {
    case .convolution(let step): ReferenceConvolution(step: step)
    case .depthwiseConvolution(let step): ReferenceDepthwiseConvolution(step: step)
    case .addition(let step): ReferenceAddition(step: step)
    case .averagePooling(let step): ReferenceAveragePooling(step: step)
    case .maximumPooling(let step): ReferenceMaximumPooling(step: step)
    case .mean(let step): ReferenceMean(step: step)
    case .padding(let step): ReferencePadding(step: step)
    case .copy(let step): ReferenceCopy(step: step)
    case .concatenation(let step): ReferenceConcatenation(step: step)
    case .lookup(let step): ReferenceLookup(step: step)
    case .softmax(let step): ReferenceSoftmax(step: step)
    case .quantisation(let step): ReferenceQuantisation(step: step)
    case .dequantisation(let step): ReferenceDequantisation(step: step)
    case .nearestResizing(let step): ReferenceNearestResizing(step: step)
    case .bilinearResizing(let step): ReferenceBilinearResizing(step: step)
    }
  }
}
