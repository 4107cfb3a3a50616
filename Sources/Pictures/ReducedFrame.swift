import Domain

extension Frame {
  /// The picture with every square of `factor` × `factor` pixels averaged into one; squares at the right and lower edge
  /// average the pixels they have.
  func reduced(by factor: Int) -> Frame {
    guard factor > 1 else { return self }
    let columns = (width + factor - 1) / factor
    let rows = (height + factor - 1) / factor
    var averages: [UInt8] = []
    averages.reserveCapacity(columns * rows)
    for row in 0..<rows {
      let lines = (row * factor)..<min((row + 1) * factor, height)
      for column in 0..<columns {
        let samples = (column * factor)..<min((column + 1) * factor, width)
        var sum = 0
        for line in lines {
          for sample in samples { sum += Int(luma[line * width + sample]) }
        }
        let count = lines.count * samples.count
        averages.append(UInt8((sum + count / 2) / count))
      }
    }
    return Frame(width: columns, height: rows, luma: averages, time: time)
  }
}
