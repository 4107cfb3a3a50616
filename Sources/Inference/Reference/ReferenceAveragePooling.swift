/// The mean of the window's elements within the picture, rounded half away from zero.
struct ReferenceAveragePooling: Kernel {
  let step: Pooling

  func run(in memory: Memory) {
    step.slide(in: memory) { elements, rows, columns, rowStep, columnStep in
      var sum = 0
      for row in rows {
        for column in columns { sum += Int(elements[row * rowStep + column * columnStep]) }
      }
      let count = rows.count * columns.count
      // A window on the padding alone cannot be: the shapes' rule places at least one tap within the picture.
      return count == 0 ? 0 : (sum > 0 ? sum + count / 2 : sum - count / 2) / count
    }
  }
}
