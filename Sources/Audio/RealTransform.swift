import Glibc

/// Takes frames of samples, under a Hann window, to their power spectra.
///
/// A frame of N samples is read as N/2 complex numbers (even samples are real parts), which are dealt out to four hands: every vector
/// instruction then works on four transforms of an eighth of the frame's size. Those are Stockham's, four by four, which need no
/// shuffling; a last step of four unites the hands, and another the even and odd samples (Van Loan, "Computational Frameworks for the
/// Fast Fourier Transform", 1992).
struct RealTransform {
  /// Samples that go in.
  let size: Int
  /// Numbers in each hand.
  private let columns: Int
  private let window: [Float]
  /// e^(−2πi·k ÷ columns)
  private let roots: [SIMD2<Float>]
  /// e^(−2πi·k·hand ÷ (size ÷ 2)) for hands 1 to 3 of four columns, and so on.
  private let twists: [ComplexFour]
  /// e^(−2πi·k ÷ size) for k = 1… in fours.
  private let halfRoots: [ComplexFour]
  private var numbers: [ComplexFour]
  private var others: [ComplexFour]
  /// Real and imaginary parts of the transform of size ÷ 2 complex numbers.
  private var real: [Float]
  private var imaginary: [Float]

  /// - Parameter size: a power of two, 32 or more.
  init(size: Int) {
    precondition(size >= 32 && size & (size - 1) == 0)
    func root(_ k: Int, of count: Int) -> (Float, Float) {
      let angle = -2 * Double.pi * Double(k) / Double(count)
      return (Float(cos(angle)), Float(sin(angle)))
    }
    func fourRoots(of count: Int, _ place: (Int) -> Int) -> ComplexFour {
      var four = ComplexFour.zero
      for lane in 0..<4 { (four.real[lane], four.imaginary[lane]) = root(place(lane), of: count) }
      return four
    }
    self.size = size
    let columns = size / 8
    self.columns = columns
    // The window halves the amplitude, half of a real sine is at the negative frequency, and uniting even and odd samples
    // doubles: a full-scale sine gives 1.
    let scale = 2 / Double(size)
    window = (0..<size).map { Float(scale * (0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(size)))) }
    roots = (0..<columns).map { SIMD2(root($0, of: columns).0, root($0, of: columns).1) }
    twists = stride(from: 0, to: columns, by: 4).flatMap { first in
      (1...3).map { hand in fourRoots(of: size / 2) { (first + $0) * hand } }
    }
    halfRoots = stride(from: 1, to: size / 4, by: 4).map { first in fourRoots(of: size) { first + $0 } }
    numbers = Array(repeating: .zero, count: columns)
    others = numbers
    real = Array(repeating: 0, count: size / 2)
    imaginary = real
  }

  /// The power at each of `size / 2 + 1` frequencies, from 0 to half the sample rate; a full-scale sine at one of them
  /// gives 1.
  mutating func power(of samples: ArraySlice<Float>, into power: inout [Float]) {
    precondition(samples.count == size && power.count == size / 2 + 1)
    deal(samples)
    transformHands()
    uniteHands()
    uniteHalves(into: &power)
  }

  private mutating func deal(_ samples: ArraySlice<Float>) {
    samples.withUnsafeBytes { samples in
      window.withUnsafeBytes { window in
        for column in 0..<columns {
          // Eight samples a column: columns · 8 = size, which both hold.
          let place = column * 8 * MemoryLayout<Float>.stride
          let eight =
            samples.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
            * window.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
          numbers[column] = ComplexFour(real: eight.evenHalf, imaginary: eight.oddHalf)
        }
      }
    }
  }

  /// `length · stride` is always `columns`: the transforms become shorter and lie further apart.
  private mutating func transformHands() {
    var (length, stride) = (columns, 1)
    while length > 1 {
      let parts = length == 2 ? 2 : 4
      numbers.withUnsafeBufferPointer { input in
        others.withUnsafeMutableBufferPointer { output in
          if parts == 2 {
            Self.halve(input, output)
          } else {
            Self.quarter(input, output, roots, stride: stride)
          }
        }
      }
      swap(&numbers, &others)
      length /= parts
      stride *= parts
    }
  }

  /// Indices stay below the count of both: `place` below a quarter of it, its block's end below the whole.
  private static func quarter(
    _ input: UnsafeBufferPointer<ComplexFour>, _ output: UnsafeMutableBufferPointer<ComplexFour>,
    _ roots: [SIMD2<Float>], stride: Int
  ) {
    let quarter = input.count / 4
    roots.withUnsafeBufferPointer { roots in
      for block in 0..<quarter / stride {
        let root = block * stride
        let (first, second, third) = (roots[root], roots[2 * root], roots[3 * root])
        for place in root..<(root + stride) {
          let (a, b, c, d) = ComplexFour.transform(
            input[place], input[place + quarter], input[place + 2 * quarter], input[place + 3 * quarter])
          let target = place + 3 * root
          output[target] = a
          output[target + stride] = b * first
          output[target + 2 * stride] = c * second
          output[target + 3 * stride] = d * third
        }
      }
    }
  }

  private static func halve(
    _ input: UnsafeBufferPointer<ComplexFour>, _ output: UnsafeMutableBufferPointer<ComplexFour>
  ) {
    let half = input.count / 2
    for place in 0..<half {
      output[place] = input[place] + input[place + half]
      output[place + half] = input[place] - input[place + half]
    }
  }

  private mutating func uniteHands() {
    let columns = columns
    real.withUnsafeMutableBytes { real in
      imaginary.withUnsafeMutableBytes { imaginary in
        for column in stride(from: 0, to: columns, by: 4) {
          let reals = Self.turned(
            numbers[column].real, numbers[column + 1].real, numbers[column + 2].real, numbers[column + 3].real)
          let imaginaries = Self.turned(
            numbers[column].imaginary, numbers[column + 1].imaginary, numbers[column + 2].imaginary,
            numbers[column + 3].imaginary)
          let twist = column / 4 * 3
          let united = ComplexFour.transform(
            ComplexFour(real: reals.0, imaginary: imaginaries.0),
            ComplexFour(real: reals.1, imaginary: imaginaries.1) * twists[twist],
            ComplexFour(real: reals.2, imaginary: imaginaries.2) * twists[twist + 1],
            ComplexFour(real: reals.3, imaginary: imaginaries.3) * twists[twist + 2])
          func store(_ four: ComplexFour, _ quarter: Int) {
            // Four of the quarter's `columns`, of which there are four in each.
            let place = (quarter * columns + column) * MemoryLayout<Float>.stride
            real.storeBytes(of: four.real, toByteOffset: place, as: SIMD4<Float>.self)
            imaginary.storeBytes(of: four.imaginary, toByteOffset: place, as: SIMD4<Float>.self)
          }
          store(united.0, 0)
          store(united.1, 1)
          store(united.2, 2)
          store(united.3, 3)
        }
      }
    }
  }

  /// Rows become columns.
  private static func turned(
    _ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>
  ) -> (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) {
    let (ac, bd) = (SIMD8(lowHalf: a, highHalf: c), SIMD8(lowHalf: b, highHalf: d))
    let (evens, odds) = (
      SIMD8(lowHalf: ac.evenHalf, highHalf: bd.evenHalf), SIMD8(lowHalf: ac.oddHalf, highHalf: bd.oddHalf)
    )
    // evens: a0 a2 c0 c2 b0 b2 d0 d2
    func dealt(_ values: SIMD4<Float>) -> SIMD4<Float> { SIMD4(values[0], values[2], values[1], values[3]) }
    return (dealt(evens.evenHalf), dealt(odds.evenHalf), dealt(evens.oddHalf), dealt(odds.oddHalf))
  }

  private mutating func uniteHalves(into power: inout [Float]) {
    let half = size / 2
    let (sum, difference) = (real[0] + imaginary[0], real[0] - imaginary[0])
    power[0] = 4 * sum * sum
    power[half] = 4 * difference * difference
    func reversed(_ values: SIMD4<Float>) -> SIMD4<Float> { SIMD4(values[3], values[2], values[1], values[0]) }
    real.withUnsafeBytes { real in
      imaginary.withUnsafeBytes { imaginary in
        power.withUnsafeMutableBytes { power in
          for (index, root) in halfRoots.enumerated() {
            // Frequencies 1 + 4·index… and their mirror images, down from half − 1 − 4·index: all within 1…half − 1.
            let here = (1 + 4 * index) * MemoryLayout<Float>.stride
            let there = (half - 4 - 4 * index) * MemoryLayout<Float>.stride
            let (real1, imaginary1) = (
              real.loadUnaligned(fromByteOffset: here, as: SIMD4<Float>.self),
              imaginary.loadUnaligned(fromByteOffset: here, as: SIMD4<Float>.self)
            )
            let real2 = reversed(real.loadUnaligned(fromByteOffset: there, as: SIMD4<Float>.self))
            let imaginary2 = reversed(imaginary.loadUnaligned(fromByteOffset: there, as: SIMD4<Float>.self))
            let even = ComplexFour(real: real1 + real2, imaginary: imaginary1 - imaginary2)
            let odd = (ComplexFour(real: real1 - real2, imaginary: imaginary1 + imaginary2) * root).turnedBack
            let (low, high) = (even + odd, even - odd)
            power.storeBytes(
              of: low.real * low.real + low.imaginary * low.imaginary, toByteOffset: here, as: SIMD4<Float>.self)
            power.storeBytes(
              of: reversed(high.real * high.real + high.imaginary * high.imaginary), toByteOffset: there,
              as: SIMD4<Float>.self)
          }
        }
      }
    }
  }
}
