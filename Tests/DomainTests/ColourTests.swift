import Domain
import Testing

@Suite("Colours")
struct ColourTests {
  @Test("differ from emotion to emotion, and none is dark")
  func distinct() {
    let colours = Set(Emotion.allCases.map(Colour.init))
    #expect(colours.count == 7)
    #expect(!colours.contains(.off))
  }
}
