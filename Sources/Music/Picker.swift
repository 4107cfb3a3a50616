/// Puts candidates in the order to play them: one at a time that of the highest rank, less what it repeats of those before
/// (maximal marginal relevance; Carbonell and Goldstein, SIGIR 1998).
struct Picker {
  /// What a song loses for being the same as one that is picked; from a cosine of 0.9 down it loses nothing.
  private static let sameness: Float = 0.08
  /// What a song loses for its artist's having the place before it, the one before that, and so on.
  private static let artistSpacing: [Float] = [0.3, 0.1, 0.05]
  /// What a song gains under ``MusicPolicy/steady`` for sounding like the one before.
  private static let steadiness: Float = 0.3

  private(set) var picked: [Candidate] = []
  let isSteady: Bool

  init(steady: Bool) { isSteady = steady }

  /// Takes the best out of the candidates; nil when there are none.
  mutating func pick(from candidates: inout [Candidate]) -> Candidate? {
    var best: (index: Int, worth: Float)?
    for (index, candidate) in candidates.enumerated() {
      let worth = worth(candidate)
      if worth > best?.worth ?? -.infinity { best = (index, worth) }
    }
    guard let best else { return nil }
    let candidate = candidates.remove(at: best.index)
    picked.append(candidate)
    return candidate
  }

  private func worth(_ candidate: Candidate) -> Float {
    var worth = candidate.rank
    if candidate.artist >= 0 {
      for (distance, other) in picked.suffix(Self.artistSpacing.count).reversed().enumerated()
      where other.artist == candidate.artist { worth -= Self.artistSpacing[distance] }
    }
    if isSteady {
      if let last = picked.last { worth += Self.steadiness * (last.unit * candidate.unit).sum() }
    } else {
      var likest: Float = 0.9
      for other in picked { likest = max(likest, (other.unit * candidate.unit).sum()) }
      worth -= Self.sameness * (likest - 0.9) / 0.1
    }
    return worth
  }
}
