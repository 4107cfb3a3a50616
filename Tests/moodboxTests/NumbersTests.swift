import Testing

@testable import moodbox

@Suite("Numbers for people")
struct NumbersTests {
  @Test(
    "have the digits that were asked for, rounded",
    arguments: [
      (3.14159, 2, "3.14"), (2.0, 1, "2.0"), (0.999, 2, "1.00"), (-0.5, 1, "-0.5"), (-0.001, 2, "0.00"),
      (0.05, 2, "0.05"),
      (7.5, 0, "8"), (.infinity, 2, "inf"), (1e300, 1, "1e+300"),
    ])
  func decimals(number: Double, digits: Int, text: String) {
    #expect(decimal(number, digits) == text)
  }

  @Test("and words are padded on either side, and never cut")
  func padding() {
    #expect(padded("ab", 4) == "  ab" && padded("ab", -4) == "ab  " && padded("abcde", 3) == "abcde")
  }
}
