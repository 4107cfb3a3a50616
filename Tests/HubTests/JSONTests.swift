import Testing

@testable import Hub

@Suite("JSON")
struct JSONTests {
  @Test(
    "comes back as it was written",
    arguments: [
      .null, .bool(true), .bool(false), .number(0), .number(1), .number(-1.5), .number(0.1),
      .number(9_007_199_254_740_991),
      .string(""), .string("\"\\/\n\t\u{1}é🎵\u{2028}"), .array([]), .object([:]), [1, [true, nil], ["a": ["b": "c"]]],
    ] as [JSONValue])
  func roundTrip(value: JSONValue) throws {
    #expect(try JSONValue(parsing: value.bytes, limit: 1000) == value)
  }

  @Test("tells booleans from numbers")
  func booleans() throws {
    #expect(try JSONValue(parsing: Array("[true,1,0,false]".utf8), limit: 100) == [true, 1, 0, false])
  }

  @Test("writes whole numbers without a point, keys in order, and on one line")
  func text() {
    #expect((["b": 40, "a": ["c": "x/y\n"]] as JSONValue).text == #"{"a":{"c":"x/y\n"},"b":40}"#)
  }

  @Test("writes null for numbers that are not finite", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(number: Double) {
    #expect(JSONValue.array([.number(number)]).text == "[null]")
  }

  @Test("writes probabilities to four decimals")
  func rounding() {
    #expect(JSONValue.rounded(0.9).text == "0.9")
    #expect(JSONValue.rounded(1 / 3).text == "0.3333")
  }

  @Test(
    "refuses what is not JSON",
    arguments: [
      "", " ", "{", "}", "[1,,2]", "{\"a\":}", "nul", "1e999", "'a'", "{a:1}", "\"\u{1}\"", "[1] 2", "\"\\ud800\"",
      "NaN",
      "01",
    ])
  func refuses(text: String) {
    #expect(throws: JSONFailure.self) { try JSONValue(parsing: Array(text.utf8), limit: 100) }
  }

  @Test("refuses text that is not UTF-8")
  func notUnicode() {
    #expect(throws: JSONFailure.self) { try JSONValue(parsing: [0x22, 0xFF, 0xFE, 0x22], limit: 100) }
    #expect(throws: JSONFailure.self) {
      try JSONValue(parsing: Array("{\"a".utf8) + [0xC3] + Array("\":1}".utf8), limit: 100)
    }
  }

  @Test(
    "refuses keys that are no text, on which the decoder of Swift 6.0 traps",
    arguments: [
      #"{"\q":1}"#, #"{"\ud800":1}"#, #"{"\ud800\u0041":1}"#, #"{"\udc00":1}"#, #"{"\u12x4":1}"#, "{\"a\nb\":1}",
      #"{"\"#,
      "{\"a\u{0}\":1}",
    ])
  func brokenKeys(text: String) {
    #expect(throws: JSONFailure.self) { try JSONValue(parsing: Array(text.utf8), limit: 100) }
  }

  @Test("reads every escape, in keys too")
  func escapes() throws {
    let text = #"{"\"\\\/\b\f\n\r\t\u00e9\ud83c\udfb5":"\u0041"}"#
    #expect(
      try JSONValue(parsing: Array(text.utf8), limit: 100) == ["\"\\/\u{8}\u{c}\n\r\té🎵": "A"])
  }

  @Test("refuses more bytes than it was told to read")
  func tooLong() throws {
    let text = Array("[1234567]".utf8)
    _ = try JSONValue(parsing: text, limit: 9)
    #expect(throws: JSONFailure(description: "more than 8 bytes")) { try JSONValue(parsing: text, limit: 8) }
  }

  @Test("refuses deep nesting before anything recurses, and knows brackets in strings from others")
  func tooDeep() throws {
    let deep = Array(repeating: UInt8(ascii: "["), count: 16_000)
    #expect(throws: JSONFailure(description: "nested more than 16 deep")) {
      try JSONValue(parsing: deep, limit: 20_000)
    }
    let brackets = String(repeating: "[", count: 100) + "\\\"]"
    #expect(try JSONValue(parsing: Array("[\"\(brackets)\"]".utf8), limit: 200).array?.count == 1)
  }

  @Test("survives any damage to a document")
  func damaged() {
    let whole =
      (["verb": "volume", "arguments": ["value": 40, "list": [1, true, nil]], "transaction": "é"] as JSONValue).bytes
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if let value = try? JSONValue(parsing: bytes, limit: 1000) {
        // Whatever was accepted can be written and read again.
        #expect((try? JSONValue(parsing: value.bytes, limit: 5000)) == value)
      }
    }
  }
}
