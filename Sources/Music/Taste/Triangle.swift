/// A symmetric matrix, or a factor of one, by its lower triangle: row after row.
struct Triangle: Equatable, Sendable {
  let dimension: Int
  private var entries: [Double]

  init(dimension: Int) {
    self.dimension = dimension
    entries = [Double](repeating: 0, count: dimension * (dimension + 1) / 2)
  }

  /// - Parameter column: at most `row`.
  subscript(row: Int, column: Int) -> Double {
    get { entries[row * (row + 1) / 2 + column] }
    set { entries[row * (row + 1) / 2 + column] = newValue }
  }

  mutating func scale(by factor: Double) {
    for index in entries.indices { entries[index] *= factor }
  }

  /// Adds weight · vvᵀ, where v is given without its zeros, by rising index.
  mutating func add(_ vector: [(index: Int, value: Double)], weight: Double) {
    for (place, row) in vector.enumerated() {
      for column in vector[...place] { self[row.index, column.index] += weight * row.value * column.value }
    }
  }

  /// L with LLᵀ = this, which is positive definite.
  func choleskyFactor() -> Triangle {
    var factor = self
    for row in 0..<dimension {
      for column in 0...row {
        var sum = self[row, column]
        for index in 0..<column { sum -= factor[row, index] * factor[column, index] }
        factor[row, column] = row == column ? sum.squareRoot() : sum / factor[column, column]
      }
    }
    return factor
  }

  /// x with LLᵀx = `vector`, of a factor L.
  func solve(_ vector: [Double]) -> [Double] { solveTransposed(solveLower(vector)) }

  /// x with Lx = `vector`.
  func solveLower(_ vector: [Double]) -> [Double] {
    var solution = vector
    for row in 0..<dimension {
      for column in 0..<row { solution[row] -= self[row, column] * solution[column] }
      solution[row] /= self[row, row]
    }
    return solution
  }

  /// x with Lᵀx = `vector`.
  func solveTransposed(_ vector: [Double]) -> [Double] {
    var solution = vector
    for row in stride(from: dimension - 1, through: 0, by: -1) {
      solution[row] /= self[row, row]
      for column in 0..<row { solution[column] -= self[row, column] * solution[row] }
    }
    return solution
  }
}
