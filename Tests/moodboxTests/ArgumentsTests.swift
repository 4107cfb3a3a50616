import Testing

@testable import moodbox

@Suite("Arguments")
struct ArgumentsTests {
  private func problem(_ words: [String]) -> String {
    do throws(UsageError) {
      _ = try Arguments(words, flags: ["json"], valued: ["count"])
      return "none"
    } catch {
      return error.description
    }
  }

  @Test("are sorted into flags, values and operands, wherever they stand")
  func sorts() throws {
    let arguments = try Arguments(["one", "--json", "--count", "3", "two"], flags: ["json"], valued: ["count"])
    #expect(arguments.operands == ["one", "two"])
    #expect(arguments.has("json") && !arguments.has("count"))
    #expect(arguments.value("count") == "3" && arguments.value("json") == nil)
    #expect(try Arguments(["--count=a=b"], valued: ["count"]).value("count") == "a=b")
    #expect(try Arguments(["--count="], valued: ["count"]).value("count") == "")
  }

  @Test("are operands after two dashes, and negative numbers and a single dash always are")
  func operands() throws {
    #expect(try Arguments(["a", "--", "--json", "-x"], flags: ["json"]).operands == ["a", "--json", "-x"])
    #expect(try Arguments(["-5", "-0.5", "-"]).operands == ["-5", "-0.5", "-"])
  }

  @Test(
    "that make no sense are refused in words",
    arguments: [
      (["--frob"], "there is no option --frob"), (["-j"], "there is no option -j"), (["--"], "none"),
      (["--json=yes"], "--json takes no value"), (["--count"], "--count needs a value"),
      (["--count", "1", "--count", "2"], "--count is given twice"), (["---"], "there is no option ---"),
      (["--=3"], "there is no option --"),
    ])
  func refuses(words: [String], problem expected: String) {
    #expect(problem(words) == expected)
  }

  @Test("are whole numbers in a range where one is asked for", arguments: ["0", "11", "3.5", "", "three", "1e1"])
  func ranges(text: String) throws {
    let arguments = try Arguments(["--count", text], valued: ["count"])
    #expect(throws: UsageError.self) { try arguments.whole("count", in: 1...10) }
    #expect(try Arguments(["--count", "10"], valued: ["count"]).whole("count", in: 1...10) == 10)
    #expect(try Arguments([]).whole("count", in: 1...10) == nil)
  }

  @Test("are neither too many nor too few")
  func counts() throws {
    let two = try Arguments(["a", "b"])
    #expect(throws: UsageError.self) { try two.expectOperands(3...4, named: "things") }
    #expect(throws: UsageError.self) { try two.expectOperands(0...1, named: "things") }
    try two.expectOperands(0...2, named: "things")
  }
}
