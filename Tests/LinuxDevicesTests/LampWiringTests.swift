import Devices
import Domain
import LinuxDevices
import Testing

@Suite("Lamp wiring")
struct LampWiringTests {
  @Test("gives a level for each line, in their order")
  func colours() {
    let wiring = LampWiring(red: 5, green: 6, blue: 7, camera: 8, privacy: 9)
    let lamps = Lamps(colour: Colour(.fear), emotion: .fear, camera: true)
    #expect(wiring.lines == [5, 6, 7, 8, 9])
    #expect(wiring.levels(for: lamps) == [true, false, true, true, false])
  }

  @Test("with one lamp an emotion lights that lamp, and all of them for a signal")
  func each() {
    let wiring = LampWiring(
      emotions: Dictionary(uniqueKeysWithValues: Emotion.allCases.map { ($0, PinLine.offset(10 + $0.rawValue)) }),
      camera: 1)
    #expect(wiring.lines.count == 8)
    #expect(
      wiring.levels(for: Lamps(colour: Colour(.sad), emotion: .sad))
        == [false, false, false, false, false, true, false, false])
    #expect(wiring.levels(for: Lamps(colour: .white, camera: true)) == Array(repeating: true, count: 8))
    #expect(wiring.levels(for: .dark) == Array(repeating: false, count: 8))
  }
}
