import Glibc

/// How readily something counts as a face: 0 (only the clearest) … 100 (anything that resembles one).
///
/// 50 is the score that the network's makers chose. The setting moves the odds evenly: each 50 steps divide or multiply
/// the odds that a face must have by nine, so that with a threshold of 0.5 the ends are 0.9 and 0.1.
package struct Sensitivity: Equatable, Sendable {
  package static let range = 0...100
  package static let standard = Sensitivity(50)

  package let percent: Int

  /// Values outside of the range count as its ends.
  package init(_ percent: Int) { self.percent = min(max(percent, Self.range.lowerBound), Self.range.upperBound) }

  /// The score that a face must reach, 0…1, where a network's own `threshold` (above 0 and below 1) is for 50.
  func threshold(from threshold: Float) -> Float {
    let odds = logf(threshold / (1 - threshold)) + Float(50 - percent) / 50 * logf(9)
    return 1 / (1 + expf(-odds))
  }
}
