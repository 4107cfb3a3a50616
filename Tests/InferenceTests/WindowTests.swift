import Inference
import Testing

@Suite("Sliding windows")
struct WindowTests {
  @Test("see exactly the taps that lie within the picture")
  func taps() {
    for extent in 1...6 {
      for origin in -7...7 {
        for count in 1...5 {
          for dilation in 1...3 {
            let inside = (0..<count).filter { (0..<extent).contains(origin + $0 * dilation) }
            let taps = Window.taps(count, from: origin, dilation: dilation, within: extent)
            #expect(Array(taps) == inside, "\(count) taps from \(origin), \(dilation) apart, within \(extent)")
          }
        }
      }
    }
  }
}
