/// RESIZE_NEAREST_NEIGHBOR or RESIZE_BILINEAR, checked: where each output row and column takes its pixels from.
package struct Resizing: Sendable {
  /// Where one output row (or column) comes from: two input rows and the weight of the second, in 2⁻¹⁰. Before the
  /// first row's centre the weight is negative and both rows are the first, so that it does not matter.
  package struct Source: Equatable, Sendable {
    package let lower: Int
    package let upper: Int
    package let fraction: Int
  }

  package let input: Int
  package let output: Int
  package let inputShape: ImageShape
  package let outputShape: ImageShape
  package let rows: [Source]
  package let columns: [Source]

  /// RESIZE_NEAREST_NEIGHBOR; all fractions are 0.
  init(nearest record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let options = try record.options()
    try self.init(record, aligned: options.flag(0), centred: options.flag(1), &allowance, Self.nearest)
  }

  init(bilinear record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let options = try record.options()
    try self.init(record, aligned: options.flag(2), centred: options.flag(3), &allowance, Self.bilinear)
  }

  private typealias Mapping = (_ index: Int, _ from: Int, _ to: Int, _ aligned: Bool, _ centred: Bool) -> Source

  private init(
    _ record: OperatorRecord, aligned: Bool, centred: Bool, _ allowance: inout Allowance, _ source: Mapping
  ) throws(NetworkError) {
    let (input, _) = try record.activation(0)
    let picture = try record.image(0)
    let size = try record.integers(1)
    guard size.count == 2, size.allSatisfy({ (1...Limits.resizedSide).contains($0) }),
      picture.rows <= Limits.resizedSide, picture.columns <= Limits.resizedSide
    else { throw record.unsupported("a size of \(size); supported: rows and columns, 1 to \(Limits.resizedSide)") }
    // LiteRT computes aligned corners with half-pixel centres in a way that no specification gives.
    guard !(aligned && centred) else { throw record.unsupported("align_corners together with half_pixel_centers") }
    outputShape = ImageShape(batch: picture.batch, rows: size[0], columns: size[1], channels: picture.channels)
    try record.expectOutput(outputShape.extents)
    try record.expectSameQuantisation(0)
    try allowance.spend((size[0] + size[1]) * MemoryLayout<Source>.stride, at: record.place)
    self.input = input
    output = try record.output().index
    inputShape = picture
    rows = (0..<size[0]).map { source($0, picture.rows, size[0], aligned, centred) }
    columns = (0..<size[1]).map { source($0, picture.columns, size[1], aligned, centred) }
  }

  /// `GetNearestNeighbor` of LiteRT's reference kernel, in single precision as there.
  private static func nearest(_ index: Int, from: Int, to: Int, aligned: Bool, centred: Bool) -> Source {
    let scale = aligned && to > 1 ? Float(from - 1) / Float(to - 1) : Float(from) / Float(to)
    let exact = (Float(index) + (centred ? 0.5 : 0)) * scale
    let nearest = Int(exact.rounded(aligned ? .toNearestOrAwayFromZero : .down))
    return Source(lower: min(nearest, from - 1), upper: min(nearest, from - 1), fraction: 0)
  }

  /// `ComputeInterpolationValues` of LiteRT's reference kernel for integers: positions in 2⁻¹⁰ of a pixel.
  private static func bilinear(_ index: Int, from: Int, to: Int, aligned: Bool, centred: Bool) -> Source {
    let (numerator, denominator) = aligned && to > 1 ? (from - 1, to - 1) : (from, to)
    let scale = (1024 * numerator + denominator / 2) / denominator
    let position = index * scale + (centred ? scale / 2 - 512 : 0)
    let lower = max(position / 1024, 0)
    // The rounded scale can lead past the last pixel; LiteRT then reads beyond the picture, this stays on its edge.
    return Source(
      lower: min(lower, from - 1), upper: max(min((position + 1023) / 1024, from - 1), 0),
      fraction: position - 1024 * lower)
  }
}
