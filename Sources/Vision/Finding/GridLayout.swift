import Inference

/// Where among a network's outputs a detection grid stands.
struct GridLayout: Equatable {
  let stride: Int
  let rows: Int
  let columns: Int
  /// Indices of the network's outputs.
  let logits: Int
  let boxes: Int
  let points: Int

  /// The grids of a network, the finest first.
  static func grids(
    of network: Network, inputWidth: Int, inputHeight: Int
  ) throws(UnfitNetwork) -> [GridLayout] {
    try grids(
      outputs: network.outputs.map { ($0.shape, $0.type == .int8) }, inputWidth: inputWidth, inputHeight: inputHeight)
  }

  static func grids(
    outputs: [(shape: [Int], isInt8: Bool)], inputWidth: Int, inputHeight: Int
  ) throws(UnfitNetwork) -> [GridLayout] {
    var found: [[Int]: [Int: Int]] = [:]
    for (index, output) in outputs.enumerated() {
      guard output.isInt8, output.shape.count == 4, output.shape[0] == 1,
        [1, DetectionGrid.boxChannels, DetectionGrid.pointChannels].contains(output.shape[3]),
        found[[output.shape[1], output.shape[2]], default: [:]].updateValue(index, forKey: output.shape[3]) == nil
      else {
        throw unfit("output \(index) is \(output.shape), not int8 scores, boxes or points of 1 × rows × columns")
      }
    }
    guard !found.isEmpty else { throw unfit("it has no outputs") }
    var grids: [GridLayout] = []
    for (size, outputs) in found {
      let (rows, columns) = (size[0], size[1])
      guard let logits = outputs[1], let boxes = outputs[DetectionGrid.boxChannels],
        let points = outputs[DetectionGrid.pointChannels]
      else { throw unfit("its grid of \(rows) × \(columns) cells lacks scores, boxes or points") }
      guard columns > 0, inputWidth % columns == 0 else {
        throw unfit("\(columns) cells do not divide its input's width of \(inputWidth)")
      }
      let stride = inputWidth / columns
      guard stride > 0, rows == (inputHeight + stride - 1) / stride else {
        throw unfit("cells of \(stride) pixels in \(rows) rows do not cover its input's height of \(inputHeight)")
      }
      grids.append(
        GridLayout(stride: stride, rows: rows, columns: columns, logits: logits, boxes: boxes, points: points))
    }
    return grids.sorted { $0.stride < $1.stride }
  }

  /// The grid as the interpreter's last run left it.
  func grid(from interpreter: Interpreter) -> DetectionGrid {
    DetectionGrid(
      stride: stride, rows: rows, columns: columns, logits: QuantisedValues(output: logits, of: interpreter),
      boxes: QuantisedValues(output: boxes, of: interpreter), points: QuantisedValues(output: points, of: interpreter))
  }

  private static func unfit(_ problem: String) -> UnfitNetwork { UnfitNetwork(job: "face", problem: problem) }
}
