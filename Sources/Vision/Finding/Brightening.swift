extension [UInt8] {
  /// Luma of a dark picture made brighter, so that the brightest hundredth begins at 80, at most eightfold; of any other
  /// picture as it is. The face network has hardly seen darker ones.
  var brightened: [UInt8] {
    var histogram = [Int](repeating: 0, count: 256)
    for sample in self { histogram[Int(sample)] += 1 }
    var seen = 0
    let bright = histogram.firstIndex { number in
      seen += number
      return seen * 100 >= count * 99
    }
    let gain = Swift.min(80 / Float(Swift.max(bright ?? 255, 1)), 8)
    guard gain > 1 else { return self }
    let table = (0...255).map { UInt8(Swift.min((Float($0) * gain).rounded(.toNearestOrEven), 255)) }
    return map { table[Int($0)] }
  }
}
