/// A tensor of a network: what its elements are and what they mean. Pictures are batch × rows × columns × channels.
package struct Tensor: Sendable {
  /// As the file says, at most 200 characters of it.
  package let name: String
  /// Extents, outermost first; empty for a single number.
  package let shape: [Int]
  package let type: ElementType
  /// One scale for the tensor, or one for each index of `channelDimension`; none where the file gives none.
  package let scales: [Float]
  /// As many as there are scales, in the range of the tensor's type.
  package let zeroPoints: [Int32]
  /// The dimension along which weights change their scale.
  package let channelDimension: Int
  /// The elements of a constant, as they stand in the file: little-endian, outermost dimension first.
  package let constant: ArraySlice<UInt8>?

  /// Elements, at least 1.
  package var count: Int { shape.reduce(1, *) }
  package var byteCount: Int { count * type.size }
  /// The real value of one step: real = `scale` × (element − `zeroPoint`); 1 for a tensor without quantisation.
  package var scale: Float { scales.first ?? 1 }
  /// The element that stands for the real value 0; 0 for a tensor without quantisation.
  package var zeroPoint: Int { Int(zeroPoints.first ?? 0) }

  /// `value` in this tensor's steps: rounded to the nearest, half away from zero, kept within int8; not-a-number is 0.
  package func quantised(_ value: Float) -> Int8 {
    let steps = (value / scale).rounded(.toNearestOrAwayFromZero) + Float(zeroPoint)
    return steps.isNaN ? Int8(clamping: zeroPoint) : Int8(min(max(steps, -128), 127))
  }

  /// The real value of `element`.
  package func real(_ element: Int8) -> Float { scale * Float(Int(element) - zeroPoint) }
}

extension Tensor {
  /// Stands for a tensor of the file that nothing uses.
  static let unused = Tensor(
    name: "", shape: [], type: .int8, scales: [], zeroPoints: [], channelDimension: 0, constant: nil)
}
