import Hub
import Testing

@Suite("recommend")
struct RecommendCommandTests {
  private let household: Household

  init() throws { household = try Household(songs: ["Open Window", "Grey Sunday"]) }

  private func titles(_ outcome: Program.Outcome) throws -> [String] {
    try outcome.json().array?.compactMap { $0["track"]?["title"]?.string } ?? []
  }

  @Test("ranks songs for a mood or a face, with reasons")
  func ranks() async throws {
    _ = try await household.run("catalog", "scan", "--quiet")
    #expect(try titles(await household.run("recommend", "--mood", "happy", "--json")).first == "Open Window")
    #expect(try titles(await household.run("recommend", "--mood", "sad", "--json")).first == "Grey Sunday")
    let face = try await household.run(
      "recommend", "--image", Program.fixture("scenes/sad.png"), "--count", "1", "--json")
    #expect(try titles(face) == ["Grey Sunday"])
    #expect(try #require(face.json().array?.first?["because"]?.string).hasSuffix("."))
    let text = try await household.run("recommend", "--mood", "happy", "--count", "1")
    #expect(text.output.hasPrefix("  1  Open Window by Additive Trio\n     ") && text.output.contains("happy mood"))
  }

  @Test("measures its targets on labelled songs, and names the line that it cannot use")
  func evaluates() async throws {
    var rows = "artist,tempo,energy,valence,loudness,mood\n"
    for number in 0..<40 {
      rows += "\(number) and their band,126,0.7,0.85,-9,Happy\n\(number) and their band,92,0.3,0.25,-10,Sad\n"
    }
    let file = try household.folder.write(rows.utf8, to: "songs.csv")
    let answer = try await household.run("recommend", "evaluate", "--data", file, "--json").json()
    #expect(answer["precision"] == ["happy": 1, "sad": 1])
    #expect(answer["random_precision"] == ["happy": 0.5, "sad": 0.5])
    let text = try await household.run("recommend", "evaluate", "--data", file)
    #expect(text.code == 0 && text.output.contains("100 %"))
    let broken = try household.folder.write("\(rows)A,fast,0.7,0.8,-9,Happy\n".utf8, to: "broken.csv")
    let failure = try await household.run("recommend", "evaluate", "--data", broken)
    #expect(failure.code == 1 && failure.errors.contains("broken.csv:82: tempo is \"fast\", not a number"))
  }

  @Test("learns what simulated listeners like, who talk with it over a pipe", .timeLimit(.minutes(3)))
  func learns() async throws {
    let folder = "\(household.folder.path)/report"
    let answer = try await Program.run(
      "recommend", "simulate", "--listeners", "4", "--songs", "1500", "--json", "--report", folder
    ).json()
    let shares = try #require(answer["all"])
    func share(_ name: String, _ feedbacks: Double) -> Double {
      let place = answer["feedbacks"]?.array?.firstIndex(of: .number(feedbacks)) ?? 0
      return shares[name]?.array?[place].number ?? -1
    }
    #expect(share("personal", 0) == share("rules", 0))
    #expect(share("personal", 50) >= share("rules", 50) + 0.15)
    #expect(share("personal", 200) >= share("rules", 200) + 0.2)
    #expect(try InputText.read("\(folder)/recommender-learning.svg").contains("contrary"))
  }

  @Test("times itself")
  func benchmark() async throws {
    let text = try await Program.run("recommend", "bench", "--songs", "2000", "--runs", "3").output
    let names = text.split(separator: "\n").map { $0.split(separator: " ")[0] }
    #expect(names.contains("recommend/2000/top-10-rules") && names.contains("recommend/2000/index"))
  }

  @Test("fails with words when there is no face, no picture or no song")
  func nothing() async throws {
    let empty = try await household.run("recommend", "--mood", "sad", "--json")
    #expect(empty.code == 1 && empty.output.isEmpty && empty.errors.contains("the library is empty"))
    _ = try await household.run("catalog", "scan", "--quiet")
    let file = try household.folder.write(GreyPng.bytes(Picture.landscape), to: "landscape.png")
    let noFace = try await household.run("recommend", "--image", file)
    #expect(noFace.code == 1 && noFace.errors.contains("landscape.png: no face was found"))
    let noPicture = try await household.run("recommend", "--image", Program.fixture("pictures/text.jpg"))
    #expect(noPicture.code == 1 && noPicture.errors.contains("text.jpg: this looks like text"))
  }
}
