/// The form in which loops read activations.
package enum Activations: Equatable, Sendable {
  /// As they are, −128…127.
  case signed
  /// With the sign bit flipped, 0…255: for instructions that multiply unsigned with signed bytes.
  case unsigned
  /// Less their zero point, in 16 bits, −255…255; weights have 16 bits then, too.
  case wide

  /// Bytes of an activation and of a weight.
  package var size: Int { self == .wide ? 2 : 1 }

  /// What is taken off an activation of zero point `zeroPoint` for its real value to be a multiple of what is left.
  package func origin(_ zeroPoint: Int32) -> Int32 {
    switch self {
    case .signed: zeroPoint
    case .unsigned: zeroPoint + 128
    case .wide: 0
    }
  }
}
