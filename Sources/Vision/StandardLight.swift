/// A cut's mean light and contrast, which networks are not to see.
struct StandardLight {
  private let quality: CropQuality

  init(of luma: [UInt8]) { quality = CropQuality(of: luma) }

  /// Samples as a network takes them, in steps of its input: (p − mean) / max(deviation, 1), clamped to ±4, then rounded
  /// to the nearest step, half to even. The deviation is the population's.
  func elements(_ luma: [UInt8], scale: Float, zeroPoint: Int) -> [Int8] {
    let (mean, deviation) = (quality.brightness, max(quality.contrast, 1))
    // Samples have few values.
    let table = (0...255).map { value in
      let light = min(max((Float(value) - mean) / deviation, -4), 4)
      let steps = (light / scale).rounded(.toNearestOrEven) + Float(zeroPoint)
      return Int8(min(127, max(-128, steps)))
    }
    return luma.map { table[Int($0)] }
  }
}
