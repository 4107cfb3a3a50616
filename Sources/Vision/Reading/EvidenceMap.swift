import Domain

/// Which parts of a crop speak for which emotion: the last thing that the network knows by place. An emotion's logit is
/// the mean of its values, which makes this the class activation map of Zhou et al. ("Learning Deep Features for
/// Discriminative Localization", CVPR 2016), exact but for the rounding.
package struct EvidenceMap: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// Row by row, cell by cell, in the order of ``FERPlusEmotion``.
  private let values: [Float]

  init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns * FERPlusEmotion.allCases.count, "a value for each emotion and cell")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// How much a cell speaks for an emotion and against the others of the seven: its value less their mean.
  package func evidence(for emotion: Emotion, row: Int, column: Int) -> Float {
    let cell = (row * columns + column) * FERPlusEmotion.allCases.count
    let seven = Emotion.allCases.map { values[cell + FERPlusEmotion($0).rawValue] }
    return seven[emotion.rawValue] - seven.reduce(0, +) / Float(seven.count)
  }

  /// The same between the cells' middles: bilinear; `x` and `y` are parts of the crop, 0…1.
  package func evidence(for emotion: Emotion, x: Float, y: Float) -> Float {
    func place(_ part: Float, _ count: Int) -> (first: Int, second: Int, share: Float) {
      let position = min(max(part * Float(count) - 0.5, 0), Float(count - 1))
      let first = Int(position)
      return (first, min(first + 1, count - 1), position - Float(first))
    }
    let (across, down) = (place(x, columns), place(y, rows))
    func line(_ row: Int) -> Float {
      let left = evidence(for: emotion, row: row, column: across.first)
      return left + across.share * (evidence(for: emotion, row: row, column: across.second) - left)
    }
    let upper = line(down.first)
    return upper + down.share * (line(down.second) - upper)
  }
}
