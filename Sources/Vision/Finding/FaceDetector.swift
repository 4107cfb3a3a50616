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

  /// What ``everyFace(in:)`` looks at besides the whole: four parts of this share of the frame's sides …
  static let partShare: Float = 0.6
  /// … for faces up to this share of the frame's height …
  static let largestInPart: Float = 0.3
  /// … whose odds must be this much better, because there are four more looks in which something can be taken for a face.
  static let partOdds: Float = 1.5

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
  package func faces(in frame: Frame) -> [Face] { faces(in: frame, scoring: threshold) }

  /// The same, and smaller faces too: in the whole frame those under an eighth of its height are hardly found. Takes five
  /// times as long.
  package func everyFace(in frame: Frame) -> [Face] {
    let whole = faces(in: frame)
    guard frame.width > width || frame.height > height else { return whole }
    let odds = threshold / (1 - threshold) * Self.partOdds
    let small = FramePart.corners(of: frame, share: Self.partShare).flatMap { part in
      faces(in: part.cut(frame), scoring: odds / (1 + odds))
        .filter { part.holds($0.box, in: frame) && $0.box.height <= Self.largestInPart * Float(frame.height) }
        .map(part.inFrame)
    }
    // Half of a face that the whole frame shows is no face of its own.
    let others = small.filter { face in
      !whole.contains { $0.box.intersection(face.box).area > 0.5 * face.box.area }
    }
    return whole + others.distinct(overlap: Self.sameFace)
  }

  private func faces(in frame: Frame, scoring threshold: Float) -> [Face] {
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
