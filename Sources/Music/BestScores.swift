/// The highest of many scores and whose they are, kept in order while they come in: a low score costs one comparison.
/// Of equal scores the one that came first ranks higher.
struct BestScores {
  private let capacity: Int
  /// Highest first.
  private(set) var ranked: [(index: Int, score: Float)] = []
  /// A score must pass this to rank.
  private(set) var threshold = -Float.infinity

  init(capacity: Int) {
    precondition(capacity > 0, "room for at least one score")
    self.capacity = capacity
    ranked.reserveCapacity(capacity + 1)
  }

  mutating func insert(_ score: Float, of index: Int) {
    guard score > threshold else { return }
    var place = ranked.count
    while place > 0, ranked[place - 1].score < score { place -= 1 }
    ranked.insert((index, score), at: place)
    if ranked.count > capacity { ranked.removeLast() }
    if ranked.count == capacity { threshold = ranked[capacity - 1].score }
  }
}
