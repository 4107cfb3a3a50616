import Domain

/// A song of which people said what mood it has.
package struct LabelledSong: Equatable, Sendable {
  package let artist: String
  package let emotion: Emotion
  let vector: FeatureVector
  /// As a plain cosine takes them, each 0…1: tempo ÷ 250, energy, valence, (LUFS + 60) ÷ 60, acousticness.
  let raw: [Float]

  /// - Parameters:
  ///   - tempo: beats a minute.
  ///   - energy: 0…1.
  ///   - valence: 0…1.
  ///   - loudness: LUFS.
  ///   - acousticness: 0…1; nil when unknown.
  package init(
    artist: String, emotion: Emotion, tempo: Float, energy: Float, valence: Float, loudness: Float,
    acousticness: Float? = nil
  ) {
    self.artist = artist
    self.emotion = emotion
    vector = FeatureVector(
      tempo: tempo, energy: energy, valence: valence, loudness: loudness, mode: 0, acousticness: acousticness)
    raw = [tempo / 250, energy, valence, (loudness + 60) / 60, acousticness ?? 0.5]
  }

  /// Songs from a table with the columns artist, tempo, energy, valence, loudness, mood, and perhaps acousticness. The mood
  /// is Happy, Sad, Calm or Energetic: the four that stand for happy, sad, neutral and surprise here.
  package static func songs(in table: CSVTable) throws(CSVFailure) -> [LabelledSong] {
    let artist = try table.column("artist")
    let mood = try table.column("mood")
    let tempo = try table.column("tempo")
    let energy = try table.column("energy")
    let valence = try table.column("valence")
    let loudness = try table.column("loudness")
    let acousticness = table.columns.firstIndex(of: "acousticness")
    var songs: [LabelledSong] = []
    for row in table.rows {
      guard let emotion = emotions[row.fields[mood]] else {
        throw table.failure("mood is \"\(row.fields[mood])\", not Happy, Sad, Calm or Energetic", in: row)
      }
      var acoustic: Float?
      if let acousticness { acoustic = try number(acousticness, of: row, in: table) }
      songs.append(
        LabelledSong(
          artist: row.fields[artist], emotion: emotion, tempo: try number(tempo, of: row, in: table),
          energy: try number(energy, of: row, in: table), valence: try number(valence, of: row, in: table),
          loudness: try number(loudness, of: row, in: table), acousticness: acoustic))
    }
    return songs
  }

  private static let emotions: [String: Emotion] = [
    "Happy": .happy, "Sad": .sad, "Calm": .neutral, "Energetic": .surprise,
  ]

  private static func number(_ column: Int, of row: CSVRow, in table: CSVTable) throws(CSVFailure) -> Float {
    guard let number = Float(row.fields[column]), number.isFinite else {
      throw table.failure("\(table.columns[column]) is \"\(row.fields[column])\", not a number", in: row)
    }
    return number
  }
}
