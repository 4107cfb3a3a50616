import Domain

extension Frame {
  /// A square cut out of the frame, turned and scaled: `side × side` samples, row by row.
  ///
  /// A sample is the mean of places all over the square of the frame that it covers, at most one and a half pixels apart,
  /// so that fine patterns do not flicker. Beyond the frame's edges its outermost samples go on.
  ///
  /// - Parameter place: From the cut's pixels to the frame's.
  func cut(_ place: Similarity, side: Int) -> [UInt8] {
    let taps = min(max(1, Int((place.scale / 1.5).rounded(.up))), 32)
    let offsets = (0..<(taps * taps)).map { tap in
      place.turned(
        Point(x: (Float(tap % taps) + 0.5) / Float(taps), y: (Float(tap / taps) + 0.5) / Float(taps)))
    }
    let share = 1 / Float(offsets.count)
    return luma.withUnsafeBufferPointer { luma in
      let picture = Bilinear(samples: luma, width: width, height: height)
      var cut: [UInt8] = []
      cut.reserveCapacity(side * side)
      for row in 0..<side {
        for column in 0..<side {
          let corner = place(Point(x: Float(column), y: Float(row)))
          var sum: Float = 0
          for offset in offsets { sum += picture.sample(x: corner.x + offset.x, y: corner.y + offset.y) }
          cut.append(UInt8((sum * share).rounded()))
        }
      }
      return cut
    }
  }
}
