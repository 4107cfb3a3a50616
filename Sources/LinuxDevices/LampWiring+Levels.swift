import Devices
import Domain

extension LampWiring {
  /// Which of ``LampWiring/lines``, in that order, are on for these lamps.
  package func levels(for lamps: Lamps) -> [Bool] {
    let board: [(line: PinLine?, on: Bool)] = [
      (red, lamps.colour.red), (green, lamps.colour.green), (blue, lamps.colour.blue),
      (camera, lamps.camera), (privacy, lamps.privacy),
    ]
    // A board with a lamp for each emotion has no colours: a blink or a signal, which is no emotion, lights them all.
    let each = Emotion.allCases.filter { emotions[$0] != nil }.map { emotion in
      lamps.emotion.map { $0 == emotion } ?? (lamps.colour != .off)
    }
    return board.filter { $0.line != nil }.map(\.on) + each
  }
}
