/// The resistor a board puts on an input pin.
package enum PinBias: String, CaseIterable, Sendable {
  case pullUp = "pull-up"
  case pullDown = "pull-down"
  /// None by the chip: the wiring has its own.
  case none
}
