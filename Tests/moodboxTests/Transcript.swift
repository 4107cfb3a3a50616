import FoundationEssentials
import Hub

/// The console sessions of a document: indented lines, of which those that begin with `$ ` are commands and the others what
/// they print.
struct Transcript {
  struct Step {
    /// Nil for lines that a command which is still running prints later.
    let command: String?
    let output: [String]
  }

  /// The one step that no shell can do.
  static let button = "# press the button"

  let steps: [Step]

  /// Reads a document of the checkout; blocks without a command are taken for later words of a command before them.
  init(_ document: String) throws {
    let text = String(decoding: try Data(contentsOf: URL(filePath: "\(Program.checkout)/\(document)")), as: UTF8.self)
    var steps: [Step] = []
    var command: String?
    var output: [String] = []
    func flush() {
      if command != nil || !output.isEmpty { steps.append(Step(command: command, output: output)) }
      (command, output) = (nil, [])
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("    ") else {
        flush()
        continue
      }
      let line = line.dropFirst(4)
      if line.hasPrefix("$ ") {
        flush()
        command = String(line.dropFirst(2))
      } else if line.hasPrefix("moodbox/") || line.hasPrefix("{") || line.hasPrefix("homie/") {
        output.append(String(line))
      }
    }
    flush()
    self.steps = steps
  }

  /// Whether a line is what the document shows, with the topic, the words and the shape of the payload; numbers and times are
  /// others at every run.
  static func matches(_ line: String, _ shown: String) -> Bool {
    func parts(_ line: String) -> (topic: String, payload: JSONValue) {
      let start = line.firstIndex(of: "{") ?? line.firstIndex(of: " ").map { line.index(after: $0) } ?? line.startIndex
      let payload = String(line[start...])
      let json = try? JSONValue(parsing: Array(payload.utf8), limit: 1 << 16)
      return (String(line[..<start]), json ?? .string(payload))
    }
    let (line, shown) = (parts(line), parts(shown))
    return line.topic == shown.topic && matches(line.payload, shown.payload, key: "")
  }

  private static func matches(_ value: JSONValue, _ shown: JSONValue, key: String) -> Bool {
    switch (value, shown) {
    case (.object(let members), .object(let others)):
      return members.keys == others.keys
        && members.allSatisfy { key, member in
          others[key].map { matches(member, $0, key: key) } == true
        }
    case (.array(let elements), .array(let others)):
      return elements.count == others.count && zip(elements, others).allSatisfy { matches($0, $1, key: key) }
    case (.number(let number), .number(let other)): return !["volume", "id"].contains(key) || number == other
    case (.string(let word), .string(let other)):
      return ["at", "position_at", "because", "kernel", "instructions", "system"].contains(key) || word == other
    // What this machine does not tell, another may.
    case (_, .null), (.null, _): return machine.contains(key) || value == shown
    case (.bool(let bool), .bool(let other)): return machine.contains(key) || bool == other
    default: return value == shown
    }
  }

  /// Members about the machine rather than the box.
  private static let machine: Set<String> = ["temperature", "throttled", "undervoltage", "clock_kept", "system"]
}
