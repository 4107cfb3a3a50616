extension Step {
  /// What it does, in words for people.
  package var name: String {
    switch self {
    case .convolution: "convolution"
    case .depthwiseConvolution: "depthwise convolution"
    case .addition: "addition"
    case .averagePooling: "average pooling"
    case .maximumPooling: "maximum pooling"
    case .mean: "mean"
    case .padding: "padding"
    case .copy: "reshape"
    case .concatenation: "concatenation"
    case .lookup: "lookup"
    case .softmax: "softmax"
    case .quantisation: "quantisation"
    case .dequantisation: "dequantisation"
    case .nearestResizing: "nearest resizing"
    case .bilinearResizing: "bilinear resizing"
    }
  }
}
