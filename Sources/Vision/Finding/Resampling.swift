import Domain

extension Frame {
  /// The frame at a smaller size: every sample is the mean of the area that it covers, exact but for the last rounding.
  ///
  /// Areas are counted in whole numbers: a line is `rows` units high and a row `height` units, so that parts of a line
  /// have whole weights; likewise across.
  func averaged(columns: Int, rows: Int) -> [UInt8] {
    precondition((1...width).contains(columns) && (1...height).contains(rows), "averaging cannot enlarge")
    let area = UInt64(width) * UInt64(height)
    return [UInt8](unsafeUninitializedCapacity: columns * rows) { averages, count in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: width) { sums in
        luma.withUnsafeBufferPointer { luma in
          for row in 0..<rows {
            sums.initialize(repeating: 0)
            for (line, weight) in Self.cover(of: row, length: height, parts: rows) {
              let samples = luma.baseAddress! + line * width
              for x in 0..<width { sums[x] &+= UInt32(samples[x]) &* UInt32(truncatingIfNeeded: weight) }
            }
            for column in 0..<columns {
              var sum: UInt64 = 0
              if width.isMultiple(of: columns) {
                // Only whole samples, all of one weight.
                for x in column * (width / columns)..<(column + 1) * (width / columns) { sum &+= UInt64(sums[x]) }
                sum &*= UInt64(columns)
              } else {
                for (x, weight) in Self.cover(of: column, length: width, parts: columns) {
                  sum &+= UInt64(sums[x]) &* UInt64(truncatingIfNeeded: weight)
                }
              }
              averages[row * columns + column] = UInt8(truncatingIfNeeded: (sum &+ area / 2) / area)
            }
          }
        }
      }
      count = columns * rows
    }
  }

  /// The frame at a larger size: bilinear between the centres of the samples.
  func interpolated(columns: Int, rows: Int) -> [UInt8] {
    let across = Float(width) / Float(columns)
    let down = Float(height) / Float(rows)
    return luma.withUnsafeBufferPointer { luma in
      let picture = Bilinear(samples: luma, width: width, height: height)
      return (0..<rows).flatMap { row in
        (0..<columns).map { column in
          UInt8(picture.sample(x: (Float(column) + 0.5) * across, y: (Float(row) + 0.5) * down).rounded())
        }
      }
    }
  }

  /// Which of `length` samples the part `index` of `parts` equal parts covers, and how much of each in units of
  /// 1/`parts`.
  private static func cover(of index: Int, length: Int, parts: Int) -> Cover {
    Cover(sample: index * length / parts, begin: index * length, end: (index + 1) * length, unit: parts)
  }

  private struct Cover: Sequence, IteratorProtocol {
    var sample: Int
    let begin: Int
    let end: Int
    let unit: Int

    mutating func next() -> (sample: Int, weight: Int)? {
      let start = sample * unit
      guard start < end else { return nil }
      defer { sample += 1 }
      return (sample, Swift.min(start + unit, end) - Swift.max(start, begin))
    }
  }
}
