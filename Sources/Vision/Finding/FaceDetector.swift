import Domain
import Inference

/// Finds faces in frames of any size with a quantised network. Not for use by two threads at a time.
///
/// The network has one int8 input, 1 × rows × columns × 1, which takes luma − 128 of the letterboxed frame, and for each
/// of its grids three int8 outputs, told apart by their shapes: 1 × rows × columns × 1 logits, × 4 boxes and × 10 points,
/// see ``DetectionGrid``. A grid's cells are the input's width over the grid's columns wide.
package final class FaceDetector {
  /// Boxes that overlap a better one by more than this are the same face.
  static let sameFace: Float = 0.4

  /// Where the network's file does not say at which score faces begin.
  static let standardThreshold: Float = 0.5

  /// The score that a face must reach, above 0 and below 1.
  package let threshold: Float
  private let interpreter: Interpreter
  private let width: Int
  private let height: Int
  private let grids: [GridLayout]

  /// - Throws: ``UnfitNetwork`` when the network's inputs and outputs are not a face detector's.
  package init(
    network: Network, kernels: any Kernels, sensitivity: Sensitivity = .standard
  ) throws(UnfitNetwork) {
    (width, height) = try Self.inputSize(of: network)
    grids = try GridLayout.grids(of: network, inputWidth: width, inputHeight: height)
    threshold = sensitivity.threshold(from: Self.threshold(in: network.summary) ?? Self.standardThreshold)
    interpreter = Interpreter(network, kernels: kernels)
  }

  /// The faces in a frame, best first, in the frame's pixels; each once. Parts of them may lie beyond the frame's edges.
  package func faces(in frame: Frame) -> [Face] {
    let letterbox = Letterbox(width: width, height: height, frameWidth: frame.width, frameHeight: frame.height)
    let canvas = letterbox.canvas(with: frame)
    interpreter.withInput { pixels in
      for index in pixels.indices { pixels[index] = Int8(bitPattern: canvas[index] &- 128) }
    }
    interpreter.run()
    return
      grids
      .flatMap { $0.grid(from: interpreter).faces(scoring: threshold) }
      .distinct(overlap: Self.sameFace)
      .map { face in
        Face(
          box: letterbox.frameArea(face.box), landmarks: face.landmarks.mapped(letterbox.framePoint), score: face.score)
      }
  }

  private static func inputSize(of network: Network) throws(UnfitNetwork) -> (width: Int, height: Int) {
    guard network.inputs.count == 1, let input = network.inputs.first, input.type == .int8, input.shape.count == 4,
      input.shape[0] == 1, input.shape[3] == 1
    else {
      throw UnfitNetwork(job: "face", problem: "it must have one int8 input of 1 × rows × columns × 1")
    }
    return (input.shape[2], input.shape[1])
  }

  /// The number after the word "threshold" in what a network's file says about itself.
  static func threshold(in summary: String) -> Float? {
    let words = summary.split { $0 == " " || $0 == ";" || $0 == "," }
    guard let word = words.firstIndex(of: "threshold"), word + 1 < words.count else { return nil }
    return Float(words[word + 1]).flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
  }
}
