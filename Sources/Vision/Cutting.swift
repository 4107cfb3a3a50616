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
    let (across, down) = (offsets.map(\.x), offsets.map(\.y))
    let first = Point(x: across.min() ?? 0, y: down.min() ?? 0)
    let last = Point(x: across.max() ?? 0, y: down.max() ?? 0)
    return luma.withUnsafeBufferPointer { luma in
      let picture = Bilinear(samples: luma, width: width, height: height)
      var cut: [UInt8] = []
      cut.reserveCapacity(side * side)
      for row in 0..<side {
        for column in 0..<side {
          let corner = place(Point(x: Float(column), y: Float(row)))
          var sum: Float = 0
          if picture.hasInside(
            from: Point(x: corner.x + first.x, y: corner.y + first.y),
            to: Point(x: corner.x + last.x, y: corner.y + last.y))
          {
            for offset in offsets { sum += picture.innerSample(x: corner.x + offset.x, y: corner.y + offset.y) }
          } else {
            for offset in offsets { sum += picture.sample(x: corner.x + offset.x, y: corner.y + offset.y) }
          }
          cut.append(UInt8((sum * share).rounded()))
        }
      }
      return cut
    }
  }
}
