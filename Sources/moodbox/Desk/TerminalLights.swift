import Devices
import Domain

/// Lamps for desks: drawn in place on a terminal; one line a change for whoever reads a pipe.
struct TerminalLights: Lights {
  func show(_ lamps: Lamps) async throws {
    if Terminal.hasOutput {
      Terminal.write("\r\u{1B}[K\(Self.drawing(of: lamps))", to: 1)
    } else {
      Terminal.print(Self.line(for: lamps))
    }
  }

  /// Such as `lamps red=1 green=1 blue=0 camera=0 privacy=0`.
  static func line(for lamps: Lamps) -> String {
    func digit(_ on: Bool) -> String { on ? "1" : "0" }
    return "lamps red=\(digit(lamps.colour.red)) green=\(digit(lamps.colour.green)) "
      + "blue=\(digit(lamps.colour.blue)) camera=\(digit(lamps.camera)) privacy=\(digit(lamps.privacy))"
  }

  private static func drawing(of lamps: Lamps) -> String {
    let colour = lamps.colour
    // The eight basic colours of terminals are numbered by the same three bits.
    let code = 30 + (colour.red ? 1 : 0) + (colour.green ? 2 : 0) + (colour.blue ? 4 : 0)
    let lamp = colour == .off ? "○" : "\u{1B}[\(code);1m●\u{1B}[0m"
    let camera = lamps.camera ? "  [camera on]" : ""
    let privacy = lamps.privacy ? "  [privacy on]" : ""
    return "\(lamp) \(lamps.emotion?.name ?? "")\(camera)\(privacy)  "
  }
}
