#if arch(x86_64)
  import Inference
  import _Builtin_intrinsics.intel

  /// Where the outputs of a block of channels go, and what they go through.
  struct BlockTarget {
    let output: UnsafeMutablePointer<Int8>
    let sums: UnsafeMutablePointer<Int32>?
    /// Of the whole output.
    let channels: Int
    /// The block's first, and how many of its channels there are.
    let channel: Int
    let count: Int
    /// What sums begin with, then the scaling's constants.
    let constants: UnsafeRawPointer
    let range: OutputRange

    /// Writes the block's sums for one pixel, 16 a vector.
    @inline(__always)
    func storeRaw(_ target: UnsafeMutablePointer<Int32>, _ vector: (Int) -> Vector) {
      var index = 0
      while index &* 16 < count {
        let left = min(count &- index &* 16, 16)
        _mm512_mask_storeu_epi32(
          target + index &* 16, UInt16(truncatingIfNeeded: (1 &<< left) &- 1), vector(index))
        index &+= 1
      }
    }
  }
#endif
