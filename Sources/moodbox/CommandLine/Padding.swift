/// The text widened with spaces to |width| characters: on its left for a positive width, on its right for a negative one.
func padded(_ text: String, _ width: Int) -> String {
  let spaces = String(repeating: " ", count: max(0, abs(width) - text.count))
  return width < 0 ? text + spaces : spaces + text
}

/// The number with so many digits after its point.
func decimal(_ number: Double, _ digits: Int) -> String {
  guard number.isFinite else { return "\(number)" }
  let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
  let steps = (abs(number) * scale).rounded()
  guard steps < 1e15 else { return "\(number)" }
  let whole = Int(steps) / Int(scale)
  let fraction = "\(Int(steps) % Int(scale))"
  let sign = number < 0 && steps > 0 ? "-" : ""
  guard digits > 0 else { return "\(sign)\(whole)" }
  return "\(sign)\(whole).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
}
