/// Sound counts time in frames: one sample of every channel.
extension Duration {
  /// How long `frames` frames sound at `rate` frames a second, to the nanosecond.
  package init(frames: Int, at rate: Int) {
    let (seconds, rest) = frames.quotientAndRemainder(dividingBy: rate)
    self = .seconds(seconds) + .nanoseconds(rest * 1_000_000_000 / rate)
  }

  /// The nearest whole number of frames at `rate` frames a second. Durations come from outside too, so those beyond
  /// 2⁴⁰ seconds (35 000 years) count as that.
  package func frames(at rate: Int) -> Int {
    let limit: Int64 = 1 << 40
    let seconds = Int(min(max(components.seconds, -limit), limit))
    let nanoseconds = Int(components.attoseconds / 1_000_000_000)
    return seconds * rate + (nanoseconds * rate + (nanoseconds < 0 ? -500_000_000 : 500_000_000)) / 1_000_000_000
  }
}
