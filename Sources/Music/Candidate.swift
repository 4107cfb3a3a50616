/// A song that may be picked.
struct Candidate {
  /// In the library.
  let place: Int
  /// Fit, taste, freshness, and the seed's own opinion: by this songs are picked.
  let rank: Float
  /// Fit and taste alone, as told; about 0…1.
  let score: Float
  /// Length 1; zero for a song that was not analysed.
  let unit: SIMD8<Float>
  let artist: Int32
}
