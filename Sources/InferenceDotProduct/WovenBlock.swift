#if arch(arm64)
  import _Builtin_intrinsics.arm.neon

  /// 16 channels of four woven rows, over which the windows of one or two rows of outputs slide.
  struct WovenBlock {
    let columns: UnsafeRawPointer
    let weights: UnsafeRawPointer
    /// See `DepthwiseConstants`.
    let constants: UnsafeRawPointer
    let range: OutputRange
    let target: UnsafeMutableRawPointer
    /// Channels that are there, which may be more than 16.
    let count: Int
    let outputColumns: Int
    let outputRows: Int
    /// Bytes from an output pixel to the next.
    let columnStep: Int
    let rowStep: Int

    /// - Parameters:
    ///   - taps: Columns of the window.
    ///   - stride: Bytes from a window's first woven column to the next window's.
    ///   - dilation: Bytes from a window's column to its next.
    @inline(__always)
    func slide(rowsAtOnce: Int, taps: Int, stride: Int, dilation: Int) {
      var (place, target) = (columns, target)
      var column = 0
      while column < outputColumns {
        var left = SixteenSums(startingAt: constants)
        var (right, lowerLeft, lowerRight) = (left, left, left)
        var (place0, weights) = (place, weights)
        var tap = 0
        while tap < taps {
          let place1 = place0 + stride
          if rowsAtOnce == 2 {
            (left.a, lowerLeft.a) = Self.add(place0, weights, to: (left.a, lowerLeft.a))
            (right.a, lowerRight.a) = Self.add(place1, weights, to: (right.a, lowerRight.a))
            (left.b, lowerLeft.b) = Self.add(place0 + 16, weights + 32, to: (left.b, lowerLeft.b))
            (right.b, lowerRight.b) = Self.add(place1 + 16, weights + 32, to: (right.b, lowerRight.b))
            (left.c, lowerLeft.c) = Self.add(place0 + 32, weights + 64, to: (left.c, lowerLeft.c))
            (right.c, lowerRight.c) = Self.add(place1 + 32, weights + 64, to: (right.c, lowerRight.c))
            (left.d, lowerLeft.d) = Self.add(place0 + 48, weights + 96, to: (left.d, lowerLeft.d))
            (right.d, lowerRight.d) = Self.add(place1 + 48, weights + 96, to: (right.d, lowerRight.d))
          } else {
            left.add(place0, weights)
            right.add(place1, weights)
          }
          place0 += dilation
          weights += 64 &* rowsAtOnce
          tap &+= 1
        }
        let isLast = column &+ 1 == outputColumns
        if !isLast, count >= 16, outputRows == rowsAtOnce {
          let scalings = SixteenScalings(constants)
          target.storeBytes(of: scalings.outputs(left, range), as: SIMD16<Int8>.self)
          (target + columnStep).storeBytes(of: scalings.outputs(right, range), as: SIMD16<Int8>.self)
          if rowsAtOnce == 2 {
            let below = target + rowStep
            below.storeBytes(of: scalings.outputs(lowerLeft, range), as: SIMD16<Int8>.self)
            (below + columnStep).storeBytes(of: scalings.outputs(lowerRight, range), as: SIMD16<Int8>.self)
          }
        } else {
          let part = PartOfSixteen(constants: constants, range: range, count: count)
          part.store(left, to: target)
          if !isLast { part.store(right, to: target + columnStep) }
          if outputRows == 2 {
            part.store(lowerLeft, to: target + rowStep)
            if !isLast { part.store(lowerRight, to: target + rowStep + columnStep) }
          }
        }
        place += 2 &* stride
        target += 2 &* columnStep
        column &+= 2
      }
    }

    /// Adds the products of four channels with their weights of the upper and of the lower row.
    @inline(__always)
    private static func add(
      _ place: UnsafeRawPointer, _ weights: UnsafeRawPointer, to sums: (SIMD4<Int32>, SIMD4<Int32>)
    ) -> (SIMD4<Int32>, SIMD4<Int32>) {
      let bytes = place.bytes
      return (vdotq_s32(sums.0, bytes, weights.bytes), vdotq_s32(sums.1, bytes, (weights + 16).bytes))
    }
  }

  extension SixteenSums {
    /// Adds the products of 16 channels, four rows each.
    @inline(__always)
    fileprivate mutating func add(_ place: UnsafeRawPointer, _ weights: UnsafeRawPointer) {
      a = vdotq_s32(a, place.bytes, weights.bytes)
      b = vdotq_s32(b, (place + 16).bytes, (weights + 16).bytes)
      c = vdotq_s32(c, (place + 32).bytes, (weights + 32).bytes)
      d = vdotq_s32(d, (place + 48).bytes, (weights + 48).bytes)
    }
  }
#endif
