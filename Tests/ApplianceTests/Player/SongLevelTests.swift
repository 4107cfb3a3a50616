import Domain
import Library
import Testing

@testable import Appliance

@Suite("How loud a song is taken to be")
struct SongLevelTests {
  private func song(_ id: Int64, loudness: Float?, peak: Float? = nil, album: String = "") -> Recommendation {
    let features = loudness.map {
      AudioFeatures(tempo: 120, energy: 0.5, valence: 0.5, key: 0, mode: .major, loudness: $0, peak: peak)
    }
    let track = Track(
      id: id, path: "A/\(id).flac", title: "\(id)", album: album, duration: .seconds(100), features: features)
    return Recommendation(track: track, score: 1, reason: "")
  }

  private var tags: TaggedLoudness {
    var tags = TaggedLoudness()
    (tags.track, tags.album, tags.trackPeak, tags.albumPeak) = (-8, -9, 0.5, 1.5)
    return tags
  }

  private func level(
    _ index: Int, _ list: [Recommendation], _ levelling: PlayerSettings.Levelling, tags: TaggedLoudness?
  ) -> (Float?, Float?) {
    let level = SongLevel(of: index, in: list, by: levelling) { tags }
    return (level.loudness, level.peak)
  }

  @Test("is what was measured, not what tags say; their file is not even read")
  func measured() {
    for levelling in [PlayerSettings.Levelling.track, .album] {
      let level = SongLevel(of: 0, in: [song(1, loudness: -12, peak: 1)], by: levelling) {
        Issue.record("read tags")
        return nil
      }
      #expect(level.loudness == -12 && level.peak == 1)
    }
  }

  @Test("is what its tags say until it was measured, and as loud as usual when they say nothing")
  func tagged() {
    let list = [song(1, loudness: nil)]
    #expect(level(0, list, .track, tags: tags) == (-8, 0.5))
    #expect(level(0, list, .track, tags: nil) == (-10, nil))
    #expect(level(0, list, .track, tags: TaggedLoudness()) == (-10, nil))
  }

  @Test("is that of the album in its tags when not all of the album was measured, alike for all of its songs")
  func album() {
    let list = [song(1, loudness: -20, album: "X"), song(2, loudness: nil, album: "X")]
    for index in 0...1 { #expect(level(index, list, .album, tags: tags) == (-9, 1.5)) }
    var single = tags
    single.album = nil
    #expect(level(0, list, .album, tags: single) == (-20, nil), "no tag of an album: each for itself")
    #expect(level(1, list, .album, tags: single) == (-8, 0.5))
  }

  @Test("does not matter when songs are played as they are")
  func off() {
    #expect(level(0, [song(1, loudness: -12, peak: 2)], .off, tags: tags) == (nil, nil))
  }
}
