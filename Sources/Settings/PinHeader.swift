import Domain

/// The pins of a board's header that people solder to.
package enum PinHeader: String, CaseIterable, Sendable {
  /// Not known, or there is none.
  case none
  /// The 40 pins of every Raspberry Pi since the B+; its documentation, "GPIO and the 40-pin header".
  case raspberryPi = "raspberry-pi"

  package enum Pin: Equatable, Sendable {
    case ground
    /// In volts.
    case power(String)
    case line(PinLine)
  }

  /// Pin 1 first; two a row, odd ones on the left.
  package var pins: [Pin] {
    switch self {
    case .none: []
    case .raspberryPi:
      [
        .power("3.3"), .power("5"), 2, .power("5"), 3, .ground, 4, 14, .ground, 15, 17, 18, 27, .ground, 22, 23,
        .power("3.3"), 24, 10, .ground, 9, 25, 11, 8, .ground, 7, 0, 1, 5, .ground, 6, 12, 13, .ground, 19, 16, 26, 20,
        .ground, 21,
      ]
    }
  }

  /// The pin of a line, from 1; nil when it has none. A line's name on these headers is `GPIO` and its offset.
  package func pin(of line: PinLine) -> Int? {
    let offset: Int? =
      switch line {
      case .offset(let offset): offset
      case .name(let name): name.hasPrefix("GPIO") ? Int(name.dropFirst(4)) : nil
      }
    return offset.flatMap { pins.firstIndex(of: .line(.offset($0))) }.map { $0 + 1 }
  }

  /// The ground that is nearest to a pin on the header, the lower one of two.
  package func ground(near pin: Int) -> Int? {
    let grounds = pins.indices.filter { pins[$0] == .ground }.map { $0 + 1 }
    func distance(_ other: Int) -> Int {
      let (rows, columns) = ((other - 1) / 2 - (pin - 1) / 2, other % 2 == pin % 2 ? 0 : 1)
      return rows * rows + columns
    }
    return grounds.min { distance($0) < distance($1) }
  }
}

extension PinHeader.Pin: ExpressibleByIntegerLiteral {
  package init(integerLiteral offset: Int) { self = .line(.offset(offset)) }
}
