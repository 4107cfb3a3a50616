import Domain

extension [Face] {
  /// The face of the person who stands nearest: the largest; of equally large ones the one with the better score.
  package var nearest: Face? {
    self.max { ($0.box.area, $0.score) < ($1.box.area, $1.score) }
  }

  /// The faces, best first, without those that overlap a better one by more than `limit`, 0…1 (greedy non-maximum
  /// suppression).
  func distinct(overlap limit: Float) -> [Face] {
    let ranked = enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
    return ranked.reduce(into: []) { kept, next in
      if !kept.contains(where: { $0.box.overlap(next.element.box) > limit }) { kept.append(next.element) }
    }
  }
}
