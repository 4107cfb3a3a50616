import Domain
import Inference

/// Reads the emotion of a face with a quantised network. Not for use by two threads at a time.
///
/// The network has one int8 input, 1 × 48 × 48 × 1, and three int8 outputs, told apart by their shapes: 1 × 8 logits in the
/// order of ``FERPlusEmotion``, 1 × 7 in the order of `Emotion`, and 1 × rows × columns × 8, whose mean the first are.
package final class EmotionReader {
  private let interpreter: Interpreter
  /// Indices of the outputs.
  private let votes: Int
  private let labels: Int
  private let map: Int

  /// - Throws: ``UnfitNetwork`` when the network's input and outputs are not an emotion classifier's.
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
    let (eight, seven) = (FERPlusEmotion.allCases.count, Emotion.allCases.count)
    let votes = outputs.firstIndex { $0.shape == [1, eight] }
    let labels = outputs.firstIndex { $0.shape == [1, seven] }
    let map = outputs.firstIndex { $0.shape.count == 4 && $0.shape[0] == 1 && $0.shape[3] == eight }
    guard let votes, let labels, let map, outputs.count == 3, outputs.allSatisfy({ $0.type == .int8 }) else {
      throw UnfitNetwork(
        job: "emotion",
        problem:
          "it must have three int8 outputs: \(eight) logits, \(seven) logits and a map of 1 × rows × columns × \(eight)"
      )
    }
    self.votes = votes
    self.labels = labels
    self.map = map
    interpreter = Interpreter(network, kernels: kernels)
  }

  /// The probabilities of the seven emotions; uniform where there is no face to cut out.
  package func scores(of face: Face, in frame: Frame) -> EmotionScores {
    AlignedCrop(of: face, in: frame).map { reading(of: $0).scores } ?? .uniform
  }

  /// All that the network says about a crop.
  package func reading(of crop: AlignedCrop) -> EmotionReading {
    let input = interpreter.network.inputs[0]
    let elements = crop.elements(scale: input.scale, zeroPoint: input.zeroPoint)
    interpreter.withInput { pixels in
      for index in pixels.indices { pixels[index] = elements[index] }
    }
    interpreter.run()
    let shape = interpreter.network.outputs[map].shape
    return EmotionReading(
      votes: values(of: votes), labels: values(of: labels),
      map: EvidenceMap(rows: shape[1], columns: shape[2], values: values(of: map)))
  }

  private func values(of output: Int) -> [Float] {
    let values = QuantisedValues(output: output, of: interpreter)
    return values.elements.indices.map { values[$0] }
  }
}
