/// How well a face is lit, for a word about the light.
package struct CropQuality: Equatable, Sendable {
  package enum Light: String, Sendable { case good, dark, bright, flat }

  /// Mean luma, 0…255.
  package let brightness: Float
  /// Standard deviation of the luma, 0…127.5.
  package let contrast: Float

  init(of luma: [UInt8]) {
    let count = Double(luma.count)
    let sum = luma.reduce(0) { $0 + Int($1) }
    let squares = luma.reduce(0) { $0 + Int($1) * Int($1) }
    let mean = Double(sum) / count
    brightness = Float(mean)
    contrast = Float(max(0, Double(squares) / count - mean * mean).squareRoot())
  }

  /// Rough: faces whose light is not good are read all the same, but less reliably, because a camera's noise and
  /// clipping grow as the differences shrink.
  package var light: Light {
    switch (brightness, contrast) {
    case (..<30, _): .dark
    case (230..., _): .bright
    case (_, ..<8): .flat
    default: .good
    }
  }
}
