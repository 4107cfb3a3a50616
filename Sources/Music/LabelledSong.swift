import Domain

/// A song of which people said what mood it has.
package struct LabelledSong: Equatable, Sendable {
  package let artist: String
  package let emotion: Emotion
  let vector: FeatureVector

  /// - Parameters:
  ///   - tempo: beats a minute.
  ///   - energy: 0…1.
  ///   - valence: 0…1.
  ///   - loudness: LUFS.
  package init(artist: String, emotion: Emotion, tempo: Float, energy: Float, valence: Float, loudness: Float) {
    self.artist = artist
    self.emotion = emotion
    vector = FeatureVector(tempo: tempo, energy: energy, valence: valence, loudness: loudness, mode: 0)
  }

  /// Songs from a table with the columns artist, tempo, energy, valence, loudness and mood, which is Happy, Sad, Calm or
  /// Energetic: the four that stand for happy, sad, neutral and surprise here.
  package static func songs(in table: CSVTable) throws(CSVFailure) -> [LabelledSong] {
    let artist = try table.column("artist")
    let mood = try table.column("mood")
    let tempo = try table.column("tempo")
    let energy = try table.column("energy")
    let valence = try table.column("valence")
    let loudness = try table.column("loudness")
    var songs: [LabelledSong] = []
    for row in table.rows {
      guard let emotion = emotions[row.fields[mood]] else {
        throw table.failure("mood is \"\(row.fields[mood])\", not Happy, Sad, Calm or Energetic", in: row)
      }
      songs.append(
        LabelledSong(
          artist: row.fields[artist], emotion: emotion, tempo: try number(tempo, of: row, in: table),
          energy: try number(energy, of: row, in: table), valence: try number(valence, of: row, in: table),
          loudness: try number(loudness, of: row, in: table)))
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
