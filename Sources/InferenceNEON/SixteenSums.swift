#if arch(arm64)
  /// The sums of one pixel for a block of 16 channels.
  struct SixteenSums {
    var a: SIMD4<Int32>
    var b: SIMD4<Int32>
    var c: SIMD4<Int32>
    var d: SIMD4<Int32>

    /// - Parameter constants: A block of `DepthwiseConstants`.
    @inline(__always)
    init(startingAt constants: UnsafeRawPointer) {
      (a, b) = (constants.words, (constants + 16).words)
      (c, d) = ((constants + 32).words, (constants + 48).words)
    }
  }

  /// The factors of a block of 16 channels, in registers.
  struct SixteenScalings {
    private let a: Scaling
    private let b: Scaling
    private let c: Scaling
    private let d: Scaling

    /// - Parameter constants: A block of `DepthwiseConstants`.
    @inline(__always)
    init(_ constants: UnsafeRawPointer) {
      a = Scaling(fractionsAt: constants + 64, negativeShiftsAt: constants + 128)
      b = Scaling(fractionsAt: constants + 80, negativeShiftsAt: constants + 144)
      c = Scaling(fractionsAt: constants + 96, negativeShiftsAt: constants + 160)
      d = Scaling(fractionsAt: constants + 112, negativeShiftsAt: constants + 176)
    }

    /// The int8 for each channel.
    @inline(__always)
    func outputs(_ sums: SixteenSums, _ range: OutputRange) -> SIMD16<Int8> {
      range.pack(a(sums.a), b(sums.b), c(sums.c), d(sums.d))
    }
  }

  /// Stores pixels of which not all channels may be there.
  struct PartOfSixteen {
    let constants: UnsafeRawPointer
    let range: OutputRange
    /// Channels that are there, which may be more than 16.
    let count: Int

    @inline(never)
    func store(_ sums: SixteenSums, to target: UnsafeMutableRawPointer) {
      let outputs = SixteenScalings(constants).outputs(sums, range)
      if count >= 16 {
        target.storeBytes(of: outputs, as: SIMD16<Int8>.self)
      } else {
        target.storePart(outputs, count: count)
      }
    }
  }
#endif
