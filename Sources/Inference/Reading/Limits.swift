/// How large a network may be, so that no file makes this engine take memory without bound.
enum Limits {
  static let tensors = 10_000
  static let operators = 10_000
  static let dimensions = 8
  /// Elements in a tensor; also the largest extent. Products of two of these fit in 64 bits.
  static let elements = 1 << 28
  /// Bytes that all activations alive at a time may take.
  static let arenaBytes = 256 << 20
  /// Bytes of weights that are arranged anew for an instruction set.
  static let packedBytes = 256 << 20
  /// Rows or columns of a picture that is resized.
  static let resizedSide = 1 << 14
  /// Bytes of derived values (multipliers, tables, names), which a file could otherwise ask for again and again.
  static let derivedBytes = 64 << 20
}
