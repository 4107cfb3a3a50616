import Domain
import Settings
import Testing

@Suite("Wiring")
struct WiringTests {
  private let header = PinHeader.raspberryPi

  @Test("follows the pins of a Raspberry Pi's header")
  func pins() {
    #expect(header.pins.count == 40)
    for (line, pin) in [(2, 3), (17, 11), (18, 12), (27, 13), (22, 15), (23, 16), (24, 18), (25, 22), (21, 40)] {
      #expect(header.pin(of: .offset(line)) == pin)
      #expect(header.pin(of: .name("GPIO\(line)")) == pin)
    }
    #expect(header.pin(of: 28) == nil && header.pin(of: .name("SPI_CE0")) == nil)
    #expect(header.pins.filter { $0 == .ground }.count == 8)
    #expect(Set(header.pins.compactMap { if case .line(let line) = $0 { line } else { nil } }).count == 28)
  }

  @Test("finds the nearest ground")
  func ground() {
    #expect(header.ground(near: 11) == 9)
    #expect(header.ground(near: 13) == 14)
    #expect(header.ground(near: 22) == 20)
    #expect(PinHeader.none.ground(near: 1) == nil)
  }

  @Test("gives each part its pin, its resistor and its other side")
  func parts() throws {
    var board = Board()
    board.header = .raspberryPi
    board.button = ButtonWiring(line: .name("GPIO17"))
    board.lamps = LampWiring(red: 22, green: 23, blue: 24, camera: 25)
    var parts = Wiring(board).parts
    #expect(parts.map(\.pin) == [11, 15, 16, 18, 22])
    // 3.3 V less 2.0 V or 3.0 V, at most 4 mA, from the series E6.
    #expect(parts.map(\.resistor) == [nil, 330, 100, 100, 330])
    #expect(
      parts.map(\.other) == [
        "ground (pin 9)", "ground (pin 14)", "ground (pin 14)", "ground (pin 14)", "ground (pin 20)",
      ])
    board.lamps.activeLow = true
    board.button.activeLow = false
    parts = Wiring(board).parts
    #expect(parts.map(\.other) == Array(repeating: "3.3 V (pin 1)", count: 5))
  }

  @Test("names lines by offset or name, and by nothing else")
  func lines() {
    #expect(PinLine("17") == 17 && PinLine("GPIO17") == .name("GPIO17") && PinLine("PA.03") == .name("PA.03"))
    for text in ["", "-1", "512", "none", "17a", "GPIO 17", "GPIO17\n", "é", String(repeating: "a", count: 32)] {
      #expect(PinLine(text) == nil)
    }
  }
}
