import Glibc
import Testing

@testable import LinuxDevices

@Suite("A card's volume control")
struct MixerTests {
  @Test(
    "takes the decibels that it can, and leaves the rest to the samples",
    arguments: [-10_239...400, -6_400...0, -2_000...(-200)])
  func shares(range: ClosedRange<Int>) {
    for percent in 1...100 {
      let gain = Float(percent * percent * percent) / 1_000_000
      let level = Mixer.level(for: gain, in: range)
      #expect(range.contains(level) && level <= 0)
      let rest = Mixer.rest(of: gain, at: level, in: range)
      #expect(rest <= 1)
      // What the control does, relative to full volume, times the rest is the gain.
      let top = Float(min(0, range.upperBound))
      let hardware = Double(Float(level) - top) / 100
      let software: Double = 20 * log10(Double(rest))
      let wanted: Double = 20 * log10(Double(gain))
      #expect(abs(hardware + software - wanted) < 0.02)
    }
    #expect(
      Mixer.level(for: 1, in: range) == min(0, range.upperBound)
        && Mixer.rest(of: 1, at: min(0, range.upperBound), in: range) == 1)
    #expect(
      Mixer.level(for: 0, in: range) == range.lowerBound && Mixer.rest(of: 0, at: range.lowerBound, in: range) == 0)
  }

  @Test("is not there where there is no card, or none is wanted")
  func none() {
    #expect(Mixer.find(card: -1, control: "auto") == nil)
    #expect(Mixer.find(card: 99, control: "auto") == nil)
    #expect(Mixer.find(card: 0, control: "none") == nil)
  }
}
