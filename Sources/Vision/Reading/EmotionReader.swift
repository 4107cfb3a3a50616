import Domain
import Glibc
import Inference

/// Reads the emotion of a face with a quantised network. Not for use by two threads at a time.
///
/// The network has one int8 input, 1 × 48 × 48 × 1, and one int8 output of eight logits in the order of
/// ``FERPlusEmotion``.
package final class EmotionReader {
  private let interpreter: Interpreter

  /// - Throws: ``UnfitNetwork`` when the network's input and output are not an emotion classifier's.
  package init(network: Network, kernels: any Kernels) throws(UnfitNetwork) {
    func require(_ holds: Bool, _ problem: String) throws(UnfitNetwork) {
      if !holds { throw UnfitNetwork(job: "emotion", problem: problem) }
    }
    let (inputs, outputs) = (network.inputs, network.outputs)
    let side = AlignedCrop.side
    try require(
      inputs.count == 1 && inputs[0].type == .int8 && inputs[0].shape == [1, side, side, 1],
      "it must have one int8 input of 1 × \(side) × \(side) × 1")
    try require(inputs[0].scale.isNormal && inputs[0].scale > 0, "its input has no usable scale")
    let count = FERPlusEmotion.allCases.count
    try require(
      outputs.count == 1 && outputs[0].type == .int8 && outputs[0].count == count,
      "it must have one int8 output of \(count) logits")
    interpreter = Interpreter(network, kernels: kernels)
  }

  /// The probabilities of the seven emotions; uniform where there is no face to cut out.
  package func scores(of face: Face, in frame: Frame) -> EmotionScores {
    AlignedCrop(of: face, in: frame).map(scores) ?? .uniform
  }

  /// The probabilities of the seven emotions: contempt is dropped, and the others are scaled to add up to 1.
  package func scores(of crop: AlignedCrop) -> EmotionScores {
    let probabilities = probabilities(of: crop)
    return EmotionScores(weights: Emotion.allCases.map { probabilities[FERPlusEmotion($0).rawValue] })
  }

  /// The network's eight probabilities, in the order of ``FERPlusEmotion``: the softmax of its logits.
  package func probabilities(of crop: AlignedCrop) -> [Float] {
    let input = interpreter.network.inputs[0]
    let elements = crop.elements(scale: input.scale, zeroPoint: input.zeroPoint)
    interpreter.withInput { pixels in
      for index in pixels.indices { pixels[index] = elements[index] }
    }
    interpreter.run()
    let values = QuantisedValues(output: 0, of: interpreter)
    let logits = values.elements.indices.map { values[$0] }
    let greatest = logits.max() ?? 0
    let powers = logits.map { expf($0 - greatest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
