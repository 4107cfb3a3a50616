extension Int16 {
  /// The nearest 16-bit value of a sample of −1…1; louder ones are as loud as can be, and what is no number is silence.
  package init(sample: Float) {
    let scaled = (sample * 32_768).rounded()
    self = scaled.isNaN ? 0 : Int16(Swift.min(Swift.max(scaled, -32_768), 32_767))
  }
}
