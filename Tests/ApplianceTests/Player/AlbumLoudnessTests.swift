import Domain
import Testing

@testable import Appliance

@Suite("The loudness of an album")
struct AlbumLoudnessTests {
  private func song(
    _ id: Int64, album: String, loudness: Float?, peak: Float? = nil, seconds: Int = 100, folder: String = "A"
  ) -> Recommendation {
    let features = loudness.map {
      AudioFeatures(tempo: 120, energy: 0.5, valence: 0.5, key: 0, mode: .major, loudness: $0, peak: peak)
    }
    let track = Track(
      id: id, path: "\(folder)/\(id).flac", title: "\(id)", album: album, duration: .seconds(seconds),
      features: features)
    return Recommendation(track: track, score: 1, reason: "")
  }

  @Test("is the mean power of the songs that stand together, each as long as it lasts")
  func mean() throws {
    let list = [
      song(1, album: "One", loudness: -10), song(2, album: "Two", loudness: -20, seconds: 300),
      song(3, album: "Two", loudness: -10), song(4, album: "One", loudness: -30),
    ]
    // (300 · 0.01 + 100 · 0.1) / 400 = 0.0325
    for index in [1, 2] {
      let loudness = try #require(AlbumLoudness.loudness(of: index, in: list))
      #expect(abs(loudness + 14.881) < 0.001)
    }
    let alone = try #require(AlbumLoudness.loudness(of: 0, in: list))
    #expect(abs(alone + 10) < 0.001, "the song at the end is of that album, but does not follow")
  }

  @Test("is not known when one of its songs was not measured; albums of one name in two folders are two")
  func limits() throws {
    let list = [song(1, album: "X", loudness: -10), song(2, album: "X", loudness: nil)]
    #expect(AlbumLoudness.loudness(of: 0, in: list) == nil)
    let others = [song(1, album: "Hits", loudness: -10), song(2, album: "Hits", loudness: -20, folder: "B")]
    let loudness = try #require(AlbumLoudness.loudness(of: 0, in: others))
    #expect(abs(loudness + 10) < 0.001)
    let none = [song(1, album: "", loudness: -10), song(2, album: "", loudness: -20)]
    #expect(abs(try #require(AlbumLoudness.loudness(of: 1, in: none)) + 20) < 0.001)
  }

  @Test("has the highest peak of its songs, so that none clips and all are turned down alike")
  func peak() {
    let list = [
      song(1, album: "X", loudness: -10, peak: 0.5), song(2, album: "X", loudness: -10, peak: 1.5),
      song(3, album: "Y", loudness: -10, peak: 3),
    ]
    #expect(AlbumLoudness.peak(of: 0, in: list) == 1.5 && AlbumLoudness.peak(of: 2, in: list) == 3)
  }
}
