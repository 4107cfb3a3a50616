import Devices
import Domain

/// Lamps for desks whose output is read by a program: one line a change.
struct PlainLights: Lights {
  func show(_ lamps: Lamps) async throws { Outlet.output.write(Self.line(for: lamps) + "\n") }

  /// Such as `lamps red=1 green=1 blue=0 camera=0 privacy=0`.
  static func line(for lamps: Lamps) -> String {
    func digit(_ on: Bool) -> String { on ? "1" : "0" }
    return "lamps red=\(digit(lamps.colour.red)) green=\(digit(lamps.colour.green)) "
      + "blue=\(digit(lamps.colour.blue)) camera=\(digit(lamps.camera)) privacy=\(digit(lamps.privacy))"
  }
}
