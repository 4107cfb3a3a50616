/// The operators that this engine runs, by their number in the schema, with the versions whose additions it knows.
///
/// A version says which kernel features a file may use; features this engine lacks (other types, grouped
/// convolution, sparse weights) are found and refused one by one where they are read.
enum OperatorCode: Int32, CaseIterable {
  case add = 0
  case averagePool2D = 1
  case concatenation = 2
  case conv2D = 3
  case depthwiseConv2D = 4
  case dequantize = 6
  case fullyConnected = 9
  case logistic = 14
  case maxPool2D = 17
  case reshape = 22
  case resizeBilinear = 23
  case softmax = 25
  case pad = 34
  case mean = 40
  case resizeNearestNeighbor = 97
  case quantize = 114

  /// The highest version known here, as `tensorflow/lite/core/kernels/register.cc` lists them.
  var newestVersion: Int32 {
    switch self {
    case .reshape: 1
    case .averagePool2D, .logistic, .maxPool2D, .mean, .quantize, .softmax: 3
    case .concatenation, .pad, .resizeBilinear, .resizeNearestNeighbor: 4
    case .add: 5
    case .dequantize: 6
    case .depthwiseConv2D: 7
    case .conv2D: 8
    case .fullyConnected: 13
    }
  }

  /// The schema's number for this operator's options table; nil where it has none that matters.
  var optionsType: UInt8? {
    switch self {
    case .conv2D: 1
    case .depthwiseConv2D: 2
    case .averagePool2D, .maxPool2D: 5
    case .fullyConnected: 8
    case .softmax: 9
    case .concatenation: 10
    case .add: 11
    case .resizeBilinear: 15
    case .mean: 27
    case .resizeNearestNeighbor: 74
    case .reshape, .pad, .logistic, .quantize, .dequantize: nil
    }
  }

  var name: String { OperatorName.of(rawValue) }
}
