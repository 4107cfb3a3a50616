#if arch(arm64)
  extension UnsafeRawPointer {
    /// The 16 bytes here.
    @inline(__always)
    var bytes: SIMD16<Int8> { loadUnaligned(as: SIMD16<Int8>.self) }

    /// The four words here.
    @inline(__always)
    var words: SIMD4<Int32> { loadUnaligned(as: SIMD4<Int32>.self) }
  }

  extension UnsafeMutableRawPointer {
    /// Writes the first `count` of `bytes`, at least one.
    @inline(__always)
    func store(_ bytes: SIMD16<Int8>, count: Int) {
      if count >= 16 {
        storeBytes(of: bytes, as: SIMD16<Int8>.self)
      } else {
        storePart(bytes, count: count)
      }
    }

    @inline(never)
    func storePart(_ bytes: SIMD16<Int8>, count: Int) {
      var index = 0
      var words = unsafeBitCast(bytes, to: SIMD4<Int32>.self)
      while index &+ 4 <= count {
        storeBytes(of: words.x, toByteOffset: index, as: Int32.self)
        words = SIMD4(words.y, words.z, words.w, 0)
        index &+= 4
      }
      var last = words.x
      while index < count {
        storeBytes(of: Int8(truncatingIfNeeded: last), toByteOffset: index, as: Int8.self)
        last &>>= 8
        index &+= 1
      }
    }
  }
#endif
