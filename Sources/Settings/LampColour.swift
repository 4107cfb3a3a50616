/// An LED's colour, which decides how much of the pin's voltage is left for its resistor.
enum LampColour {
  case red, green, blue

  /// In volts, typical of indicator LEDs: AlInGaP red, InGaN green and blue (data sheets of Kingbright's WP154A4 series).
  var forwardVoltage: Double { self == .red ? 2.0 : 3.0 }

  /// What a pin gives, in volts.
  private static let supply = 3.3
  /// In amperes: half of the 8 mA that a Raspberry Pi's pin gives by default, and bright enough in a room.
  private static let current = 0.004
  /// The series E6 in the decades that matter, in ohms.
  private static let values = [10, 15, 22, 33, 47, 68, 100, 150, 220, 330, 470, 680, 1000]

  /// The smallest common resistor that keeps below that current, in ohms; at least 100, for LEDs that need less voltage.
  var resistor: Int {
    let least = (Self.supply - forwardVoltage) / Self.current
    return Self.values.first { Double($0) >= max(least, 100) } ?? 1000
  }
}
