import CSndfile
import Domain
import Glibc
import Testing

@testable import Audio

@Suite("A compressed song")
struct CompressedSongTests {
  private let songs: TestSongs

  init() throws { songs = try TestSongs() }

  private static let formats = [
    "wav": SF_FORMAT_WAV | SF_FORMAT_PCM_16, "aiff": SF_FORMAT_AIFF | SF_FORMAT_PCM_24,
    "flac": SF_FORMAT_FLAC | SF_FORMAT_PCM_16, "ogg": SF_FORMAT_OGG | SF_FORMAT_VORBIS,
    "opus": SF_FORMAT_OGG | SF_FORMAT_OPUS, "mp3": 0x23_0082,
  ]

  /// Two seconds of noise below some 2 kHz, loud from its first frame on: shifted by one frame it is another signal. The same every
  /// time: a linear congruential sequence (Knuth's constants).
  private static let noise: [Float] = {
    var seed: UInt64 = 7
    var (left, right): (Float, Float) = (0, 0)
    func random() -> Float {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(seed >> 40) / Float(1 << 24) - 0.5
    }
    return (0..<96_777).flatMap { _ -> [Float] in
      left = 0.75 * left + 0.4 * random()
      right = 0.75 * right + 0.4 * random()
      return [left, right]
    }
  }()

  private func encoded(_ kind: String) throws -> String {
    try #require(songs.encoded("song.\(kind)", format: Self.formats[kind]!, Self.noise))
  }

  private func whole(_ path: String) throws -> [Float] {
    var reader = try SongReader(path: path, sampleRate: 48_000)
    return try reader.read(frames: 1_000_000)
  }

  /// Power of what two signals do not share, in relation to the power of the first.
  private func difference(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>) -> Float {
    zip(one, other).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / one.reduce(Float(0)) { $0 + $1 * $1 }
  }

  @Test(
    "is as long as before it was encoded, and begins and ends with the same frames: albums have no gaps",
    arguments: ["flac", "ogg", "opus", "mp3"])
  func gapless(kind: String) throws {
    let read = try whole(try encoded(kind))
    #expect(read.count == Self.noise.count, "neither the encoder's delay nor its padding is left")
    for range in [0..<4_800, 90_000..<99_600, 183_954..<193_554] {
      let exact = difference(Self.noise[range], read[range])
      #expect(exact < 0.25, "what encoding loses")
      let shifted = difference(Self.noise[range], read[(range.lowerBound + 2)...])
      #expect(shifted > 2 * exact, "a frame later it fits worse: \(exact), \(shifted)")
    }
  }

  /// The whole song is the measure, to the last bit.
  @Test("is sought to the frame, and is the very same from there on", arguments: ["flac", "ogg", "opus", "mp3"])
  func seeks(kind: String) throws {
    let path = try encoded(kind)
    let whole = try whole(path)
    var reader = try SongReader(path: path, sampleRate: 48_000)
    for frame in [60_001, 0, 1, 90_000, 12_345, 12_346, 33_333, 47_000, 71_717, 96_776, 5_000] {
      try reader.seek(to: Duration(frames: frame, at: 48_000))
      let read = try reader.read(frames: 3_000)
      #expect(read == Array(whole[(frame * 2)..<min(frame * 2 + 6_000, whole.count)]), "frame \(frame)")
    }
  }

  /// The speakers of each number of channels: L and R in front, C between them, l and r beside or behind, B behind, F for low
  /// frequencies.
  private static let wave = ["C", "LR", "LRC", "LRlr", "LRClr", "LRCFlr", "LRCFBlr", "LRCFlrlr"]
  private static let vorbis = ["C", "LR", "LCR", "LRlr", "LCRlr", "LCRlrF", "LCRlrBF", "LCRlrlrF"]

  @Test(
    "is heard with each of its channels on the right side, one to eight of them",
    arguments: ["wav", "aiff", "flac", "ogg", "opus", "mp3"])
  func channels(kind: String) throws {
    let layouts = kind == "ogg" || kind == "opus" ? Self.vorbis : Self.wave
    for layout in kind == "mp3" ? Array(layouts.prefix(2)) : layouts {
      let tones = layout.indices.map { 400.0 + 300 * Double(layout.distance(from: layout.startIndex, to: $0)) }
      let samples = (0..<24_000).flatMap { frame in
        tones.map { Float(0.3 * sin(2 * .pi * $0 * Double(frame) / 48_000)) }
      }
      let path = try #require(
        songs.encoded("song", format: Self.formats[kind]!, samples, channels: Int32(layout.count)))
      let read = try whole(path)
      for (speaker, tone) in zip(layout, tones) {
        for (side, name) in [(0, "left"), (1, "right")] {
          let heard = stride(from: 20_000 + side, to: 30_000, by: 2).map { read[$0] }
          let isMeant = side == 0 ? "LlCB".contains(speaker) : "RrCB".contains(speaker)
          let share = share(of: tone, in: heard)
          #expect(isMeant ? share > 0.05 : share < 0.01, "\(layout): \(speaker), \(name): \(share)")
        }
      }
    }
  }

  @Test("says how much of it is missing where it breaks off, if it says how long it is")
  func missing() throws {
    let path = try encoded("mp3")
    let bytes = try songs.bytes(of: path)
    func missing(_ bytes: [UInt8]) throws -> Duration {
      var reader = try SongReader(path: try songs.file("part.mp3", bytes), sampleRate: 48_000)
      while try !reader.read(frames: 4_096).isEmpty {}
      return reader.missing
    }
    #expect(try missing(bytes) == .zero)
    let half = try missing(Array(bytes.prefix(bytes.count / 2)))
    #expect(half > .milliseconds(900) && half < .milliseconds(1_150))
    let tag: [UInt8] = Array("ID3".utf8) + [4, 0, 0, 0, 0, 100, 0] + [UInt8](repeating: 0, count: 12_800)
    #expect(try missing(tag + bytes.prefix(bytes.count / 2)) == half)
    // Without the first frame, which says it, the length is guessed, and the tag counts as music.
    let second = try #require(bytes.dropFirst(4).firstRange(of: Array(bytes.prefix(3)))?.lowerBound)
    #expect(try missing(tag + bytes[second...]) == .zero)
  }

  @Test("is read to its end to know how long it lasts when its header does not say, as a recording's may not")
  func unknownLength() throws {
    let path = try encoded("flac")
    let duration = Duration(frames: Self.noise.count / 2, at: 48_000)
    #expect(try SongReader.duration(ofSongAt: path) == duration)
    var bytes = try songs.bytes(of: path)
    // The number of frames has 36 bits of STREAMINFO; 0 is "not known".
    bytes[21] &= 0xF0
    bytes.replaceSubrange(22..<26, with: [0, 0, 0, 0])
    let recording = try songs.file("recording.flac", bytes)
    #expect(try SongReader.duration(ofSongAt: recording) == duration)
    #expect(try whole(recording) == whole(path))
    var reader = try SongReader(path: recording, sampleRate: 48_000)
    while try !reader.read(frames: 4_096).isEmpty {}
    #expect(reader.missing == .zero)
  }
}
