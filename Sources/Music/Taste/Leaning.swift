import Domain

/// What a listener's taste adds to the fit of songs in one mood: a shift of the direction that songs are compared with,
/// and something for each genre.
struct Leaning: Equatable, Sendable {
  var direction: SIMD8<Float> = .zero
  /// By the raw value of ``GenreFamily``.
  var genres = [Float](repeating: 0, count: GenreFamily.allCases.count)

  static let none = Leaning()
}
