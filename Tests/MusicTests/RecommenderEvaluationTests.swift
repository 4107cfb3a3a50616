import Domain
import Testing

@testable import Music

@Suite("The evaluation of the recommender")
struct RecommenderEvaluationTests {
  private static let header = "artist,tempo,energy,valence,loudness,mood\n"

  private func songs(_ rows: String) throws -> [LabelledSong] {
    try LabelledSong.songs(in: CSVTable(Array((Self.header + rows).utf8), file: "songs.csv"))
  }

  @Test("counts songs that lie nearest to their own label's target")
  func accuracy() throws {
    let evaluation = RecommenderEvaluation(
      of: try songs(
        """
        A,126,0.7,0.85,-9,Happy
        B,92,0.3,0.25,-10,Sad
        C,145,0.95,0.5,-5,Energetic
        D,126,0.7,0.85,-9,Sad
        """), top: 1)
    #expect(evaluation.songs == 4)
    #expect(evaluation.accuracy == 0.75)
    #expect(abs(evaluation.balancedAccuracy - 2.5 / 3) < 1e-6)
    #expect(evaluation.precision == [.happy: 1, .sad: 1, .surprise: 1])
  }

  @Test("names the line of a label or number that it cannot use")
  func refuses() {
    #expect(throws: CSVFailure(file: "songs.csv", line: 2, reason: "tempo is \"fast\", not a number")) {
      try songs("A,fast,0.7,0.85,-9,Happy\n")
    }
    #expect(
      throws: CSVFailure(file: "songs.csv", line: 3, reason: "mood is \"Odd\", not Happy, Sad, Calm or Energetic")
    ) { try songs("A,126,0.7,0.85,-9,Happy\nA,126,0.7,0.85,-9,Odd\n") }
  }

  @Test("splits artists into two halves of about the same size")
  func split() {
    let tuning = (0..<1000).count { RecommenderEvaluation.isForTuning("\($0) and their band") }
    #expect((400...600).contains(tuning))
  }
}
