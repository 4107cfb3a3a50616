/// Where the push button is soldered.
package struct ButtonWiring: Equatable, Sendable {
  package var line: PinLine
  /// Pressing connects the pin to ground.
  package var activeLow: Bool
  package var bias: PinBias
  /// How long the level must hold before it counts; the kernel waits.
  package var debounce: Duration

  package init(line: PinLine, activeLow: Bool = true, bias: PinBias = .pullUp, debounce: Duration = .milliseconds(10)) {
    self.line = line
    self.activeLow = activeLow
    self.bias = bias
    self.debounce = debounce
  }
}
