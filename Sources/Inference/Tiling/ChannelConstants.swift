/// What a block of channels does with its sums; valid while it is lent.
package struct ChannelConstants {
  package let count: Int
  /// What sums begin with: the bias, less what the zero point (and flipped signs) add to every sum.
  package let starts: UnsafePointer<Int32>
  /// See `FixedPointMultiplier`.
  package let fractions: UnsafePointer<Int32>
  /// Bits to shift right, 1…31.
  package let shifts: UnsafePointer<Int32>
}
