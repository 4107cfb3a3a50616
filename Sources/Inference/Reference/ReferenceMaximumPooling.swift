/// The largest of the window's elements within the picture.
struct ReferenceMaximumPooling: Kernel {
  let step: Pooling

  func run(in memory: Memory) {
    step.slide(in: memory) { elements, rows, columns, rowStep, columnStep in
      var largest = Int8.min
      for row in rows {
        for column in columns { largest = max(largest, elements[row * rowStep + column * columnStep]) }
      }
      return Int(largest)
    }
  }
}
