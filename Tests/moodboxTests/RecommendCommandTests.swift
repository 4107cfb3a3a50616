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
