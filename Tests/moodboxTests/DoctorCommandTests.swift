import Hub
import Testing

@Suite("doctor")
struct DoctorCommandTests {
  private func verdicts(_ outcome: Program.Outcome) throws -> [String: String] {
    var verdicts: [String: String] = [:]
    for finding in try #require(outcome.json().array) {
      #expect(finding["words"]?.string?.isEmpty == false)
      verdicts[try #require(finding["part"]?.string)] = finding["verdict"]?.string
    }
    return verdicts
  }

  @Test("finds nothing wrong with a desk that has all it needs")
  func healthy() async throws {
    let household = try Household(songs: ["Open Window"], seconds: 2)
    let before = try await household.run("doctor", "--json")
    #expect(before.code == 0, "\(before.output)")
    #expect(try verdicts(before)["catalog"] == "note")
    _ = try await household.run("catalog", "scan", "--quiet")
    let found = try verdicts(await household.run("doctor", "--json"))
    for part in ["settings", "board", "face net", "points net", "emotion net", "music", "catalog"] {
      #expect(found[part] == "ok")
    }
    for part in ["camera", "pins", "sound", "box", "broker"] { #expect(found[part] == "note") }
    let text = try await household.run("doctor")
    #expect(text.output.split(separator: "\n").count == found.count && !text.output.contains("\u{1B}"))
  }

  @Test("says what is wrong, and fails")
  func ill() async throws {
    let folder = TemporaryFolder()
    let file = try folder.write("models: \(folder.path)\nmusic: {folder: /none}\n".utf8, to: "moodbox.yaml")
    let outcome = try await Program.run("doctor", "--json", "--settings", file)
    #expect(outcome.code == 1)
    let found = try verdicts(outcome)
    #expect(found["face net"] == "wrong" && found["emotion net"] == "wrong" && found["music"] == "wrong")
    let broken = try folder.write("musik: 1\n".utf8, to: "broken.yaml")
    let unread = try await Program.run("doctor", "--settings", broken)
    #expect(unread.code == 1 && unread.output.hasPrefix("wrong  settings     \(broken):1: musik: "))
  }
}
