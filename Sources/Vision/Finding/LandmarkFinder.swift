import Domain
import Inference

/// Finds the five points of a face that the detector found once more, and finer: the detector sees the whole frame in
/// few pixels, this network the face alone at the frame's full resolution. Not for use by two threads at a time.
///
/// The network has one int8 input, 1 × side × side × 1, light normalised as for the emotion network, and one int8 output
/// of ten numbers: x and y of each point from the middle of the cut, in sides of the cut.
package final class LandmarkFinder {
  /// Sides of the cut in geometric means of the box's sides.
  static let reach: Float = 1.4

  private let interpreter: Interpreter
  private let side: Int

  /// - Throws: ``UnfitNetwork`` when the network's input and output are not these.
  package init(network: Network, kernels: any Kernels) throws(UnfitNetwork) {
    func require(_ holds: Bool, _ problem: String) throws(UnfitNetwork) {
      if !holds { throw UnfitNetwork(job: "points", problem: problem) }
    }
    let (inputs, outputs) = (network.inputs, network.outputs)
    try require(
      inputs.count == 1 && inputs[0].type == .int8 && inputs[0].shape.count == 4
        && inputs[0].shape == [1, inputs[0].shape[1], inputs[0].shape[1], 1],
      "it must have one int8 input of 1 × side × side × 1")
    try require(
      outputs.count == 1 && outputs[0].type == .int8 && outputs[0].count == 10,
      "it must have one int8 output of ten coordinates")
    try require(
      [inputs[0].scale, outputs[0].scale].allSatisfy { $0.isNormal && $0 > 0 },
      "its input or output has no usable scale")
    side = inputs[0].shape[1]
    interpreter = Interpreter(network, kernels: kernels)
  }

  /// The face with its landmarks looked at again; as it is where its box is no box.
  package func refined(_ face: Face, in frame: Frame) -> Face {
    guard let place = place(of: face) else { return face }
    let input = interpreter.network.inputs[0]
    let cut = frame.cut(place, side: side)
    let elements = StandardLight(of: cut).elements(cut, scale: input.scale, zeroPoint: input.zeroPoint)
    interpreter.withInput { pixels in
      for index in pixels.indices { pixels[index] = elements[index] }
    }
    interpreter.run()
    let values = QuantisedValues(output: 0, of: interpreter)
    let points = (0..<5).map { index in
      place(Point(x: (values[2 * index] + 0.5) * Float(side), y: (values[2 * index + 1] + 0.5) * Float(side)))
    }
    return Face(box: face.box, landmarks: FaceLandmarks(points: points), score: face.score)
  }

  /// From the cut's pixels to the frame's: about the middle of the box, turned as the detector's eyes and mouth are.
  private func place(of face: Face) -> Similarity? {
    let box = face.box
    let scale = Self.reach * (box.width * box.height).squareRoot() / Float(side)
    let place = Similarity(
      turnedAs: Similarity(from: AlignedCrop.template.steady, to: face.landmarks.steady), scale: scale,
      from: Point(x: Float(side) / 2, y: Float(side) / 2),
      to: Point(x: box.x + box.width / 2, y: box.y + box.height / 2))
    guard (0.01...1_000).contains(scale), abs(place.shift.x) < 1e6, abs(place.shift.y) < 1e6 else { return nil }
    return place
  }
}
