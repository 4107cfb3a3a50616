import Glibc
import System

/// Makes a large library: short songs of every kind, no two alike, a hundred in a folder.
enum Shelf {
  private static let rate = 16_000

  static func fill(_ folder: String, count: Int) throws {
    mkdir(folder, 0o755)
    for number in 0..<count {
      // Encoders take their time: one in eight is an Ogg or MP3.
      let kind = number % 16 < 2 ? 2 + number % 16 : number % 2
      let (ending, format) = SongWriter.formats[kind]
      let artist = "Artist \(number / 100)"
      if number % 100 == 0 { mkdir("\(folder)/\(artist)", 0o755) }
      let pitch = 110 * exp2f(Float(number % 60) / 12)
      // A few bits of each song's number are in its sound.
      let samples = (0..<rate / 4 + number % 997).map { place in
        0.3 * sinf(2 * .pi * pitch * Float(place) / Float(rate)) + Float(number / 60 % 1000) * 1e-5
      }
      try SongWriter.write(
        samples, rate: rate, to: "\(folder)/\(artist)/\(number % 100) - Song \(number).\(ending)", format: format,
        title: "Song \(number)", artist: artist)
    }
  }
}
