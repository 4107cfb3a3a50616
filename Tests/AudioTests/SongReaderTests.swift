import CSndfile
import Domain
import Glibc
import Testing

@testable import Audio

@Suite("A song reader")
struct SongReaderTests {
  private let songs: TestSongs

  init() throws { songs = try TestSongs() }

  /// Everything from where the reader stands, in blocks of an odd size.
  private func rest(of reader: inout SongReader) throws -> [Float] {
    var samples: [Float] = []
    while true {
      let block = try reader.read(frames: 1_021)
      if block.isEmpty { return samples }
      samples += block
    }
  }

  private func side(_ channel: Int, of samples: [Float]) -> [Float] {
    stride(from: channel, to: samples.count, by: 2).map { samples[$0] }
  }

  @Test("gives the very samples of a file that has the wanted rate")
  func exact() throws {
    let samples = tones(440, 660, seconds: 0.5)
    var reader = try SongReader(path: songs.wav(samples), sampleRate: 48_000)
    #expect(reader.duration == .milliseconds(500))
    let read = try rest(of: &reader)
    #expect(read.count == samples.count)
    #expect(zip(read, samples).allSatisfy { abs($0 - $1) < 1 / 16_000 })
  }

  @Test(
    "reads every kind of file that the design names",
    arguments: [
      ("song.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16), ("song.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS),
      ("song.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS), ("song.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_24),
      ("song.mp3", 0x23_0082),  // SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, in libsndfile 1.1 and later
    ])
  func kinds(name: String, format: Int) throws {
    let samples = tones(440, 660, seconds: 1)
    let path = try #require(songs.encoded(name, format: format, samples))
    var reader = try SongReader(path: path, sampleRate: 48_000)
    let read = try rest(of: &reader)
    // Encoders may shift the sound by a block, so it is its pitch that counts.
    #expect(abs(read.count / 2 - 48_000) < 4_800)
    let middle = Array(read[20_000..<60_000])
    #expect(share(of: 440, in: side(0, of: middle)) > 0.99)
    #expect(share(of: 660, in: side(1, of: middle)) > 0.99)
  }

  @Test("resamples without changing pitch, length or place", arguments: [8_000, 44_100, 96_000, 44_101])
  func resampled(rate: Int) throws {
    let path = try songs.wav(tones(440, 660, seconds: 1, rate: rate), rate: UInt32(rate))
    var reader = try SongReader(path: path, sampleRate: 48_000)
    let read = try rest(of: &reader)
    #expect(abs(read.count / 2 - 48_000) <= 1)
    #expect(correlation(read, tones(440, 660, seconds: 1)) > 0.999)
  }

  @Test("lands on the very frame after seeking, resampled or not", arguments: [48_000, 44_100, 44_101])
  func seeks(rate: Int) throws {
    let path = try songs.wav(tones(440, 660, seconds: 2, rate: rate), rate: UInt32(rate))
    var reader = try SongReader(path: path, sampleRate: 48_000)
    let whole = try rest(of: &reader)
    for place in [Duration.milliseconds(1_234), .zero, .milliseconds(7), .milliseconds(1_999)] {
      try reader.seek(to: place)
      let read = try reader.read(frames: 40)
      let start = place.frames(at: 48_000) * 2
      #expect(zip(read, whole[start...]).allSatisfy { abs($0 - $1) < 0.001 }, "at \(place)")
    }
  }

  @Test("has nothing to read beyond the end, wherever outside it is sent")
  func seeksOutside() throws {
    var reader = try SongReader(path: songs.wav(tones(440, 660, seconds: 0.1)), sampleRate: 44_100)
    try reader.seek(to: .seconds(Int64.max))
    #expect(try reader.read(frames: 100).isEmpty)
    try reader.seek(to: .seconds(Int64.min))
    #expect(try reader.read(frames: 100).count == 200)
  }

  @Test("plays one channel on both sides")
  func mono() throws {
    let tone = side(0, of: tones(440, 0, seconds: 0.01))
    var reader = try SongReader(path: songs.wav(tone, channels: 1), sampleRate: 48_000)
    let read = try reader.read(frames: 480)
    let (left, right) = (side(0, of: read), side(1, of: read))
    #expect(left == right)
    #expect(zip(left, tone).allSatisfy { abs($0 - $1) < 1 / 16_000 })
  }

  @Test("folds surround channels to their sides without clipping, and leaves out low frequencies")
  func surround() throws {
    // Left, right, centre, low frequencies, left and right surround.
    func frame(_ channel: Int) -> [Float] { (0..<6).map { $0 == channel ? 1 : 0 } }
    let path = try songs.wav((0..<6).flatMap(frame) + Array(repeating: 1, count: 6), channels: 6)
    var reader = try SongReader(path: path, sampleRate: 48_000)
    let read = try reader.read(frames: 7)
    let halfPower = Float(0.5).squareRoot()
    let main = 1 / (1 + 2 * halfPower)
    let side = halfPower * main
    let expected = [main, 0, 0, main, side, side, 0, 0, side, 0, 0, side, 1, 1]
    #expect(zip(read, expected).allSatisfy { abs($0 - $1) < 0.001 })
  }

  @Test("makes silence of samples that are no numbers")
  func notNumbers() throws {
    let samples: [Float] = [.nan, .infinity, -.infinity, 1e38, 0.5, -0.5]
    let path = try #require(songs.encoded("song.wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, samples))
    var reader = try SongReader(path: path, sampleRate: 48_000)
    let read = try reader.read(frames: 3)
    #expect(read.count == 6 && read.allSatisfy { abs($0) <= 16 })
    #expect(read[4...] == [0.5, -0.5])
  }

  @Test("ends where a file breaks off, whatever its header claims", arguments: [-1, 1 << 31, 4])
  func truncated(claim: Int) throws {
    var reader = try SongReader(path: songs.wav(tones(440, 660, seconds: 0.1), claiming: claim), sampleRate: 48_000)
    #expect(try rest(of: &reader).count <= 9_600)
  }

  @Test("says what is wrong with a file that cannot be played")
  func refuses() throws {
    #expect(throws: SongFailure(songs.path("none.wav"), "cannot be opened: No such file or directory")) {
      _ = try SongReader(path: songs.path("none.wav"), sampleRate: 48_000)
    }
    let text = try songs.file("text.mp3", Array("Dear diary, this is no music at all.".utf8))
    #expect(throws: SongFailure.self) { _ = try SongReader(path: text, sampleRate: 48_000) }
    let samples = tones(440, 660, seconds: 0.01)
    for (rate, channels) in [(48_000, 0), (48_000, 65_535), (48_000, 65), (0, 2), (1, 2), (.max, 2)]
      as [(UInt32, UInt16)]
    {
      let path = try songs.wav(samples, rate: rate, channels: channels)
      #expect(throws: SongFailure.self, "\(rate) Hz, \(channels) channels") {
        _ = try SongReader(path: path, sampleRate: 48_000)
      }
    }
  }

  @Test("does not wait for a pipe or a folder named like a song")
  func pipes() throws {
    mkfifo(songs.path("pipe.wav"), 0o600)
    mkdir(songs.path("folder.wav"), 0o700)
    for name in ["pipe.wav", "folder.wav"] {
      #expect(throws: SongFailure(songs.path(name), "is not a regular file")) {
        _ = try SongReader(path: songs.path(name), sampleRate: 48_000)
      }
    }
  }

  @Test("does not follow a symbolic link that was put in a song's place")
  func link() throws {
    symlink(try songs.wav(tones(440, 660, seconds: 0.1)), songs.path("link.wav"))
    #expect(throws: SongFailure(songs.path("link.wav"), "is a symbolic link")) {
      _ = try SongReader(path: songs.path("link.wav"), sampleRate: 48_000)
    }
  }

  @Test("survives any damage to a file's bytes", arguments: ["flac", "ogg", "opus", "mp3", "aiff", "wav"])
  func damaged(kind: String) throws {
    let formats = [
      "flac": SF_FORMAT_FLAC | SF_FORMAT_PCM_16, "ogg": SF_FORMAT_OGG | SF_FORMAT_VORBIS,
      "opus": SF_FORMAT_OGG | SF_FORMAT_OPUS, "mp3": 0x23_0082, "aiff": SF_FORMAT_AIFF | SF_FORMAT_PCM_24,
      "wav": SF_FORMAT_WAV | SF_FORMAT_PCM_16,
    ]
    let path = try #require(songs.encoded("song", format: formats[kind]!, tones(440, 660, seconds: 0.2)))
    let whole = try songs.bytes(of: path)
    // The same damage every time: a linear congruential sequence (Knuth's constants).
    var seed: UInt64 = 42
    func random(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    for _ in 0..<60 {
      var damaged = whole
      for _ in 0..<8 { damaged[random(random(2) == 0 ? min(200, whole.count) : whole.count)] = UInt8(random(256)) }
      let path = try songs.file("damaged", Array(damaged.prefix(random(2) == 0 ? random(whole.count) : whole.count)))
      // Read or refused, but soon over: a fifth of a second cannot become an hour.
      guard var reader = try? SongReader(path: path, sampleRate: 48_000) else { continue }
      var frames = 0
      while let block = try? reader.read(frames: 4_800), !block.isEmpty, frames < 200_000_000 {
        frames += block.count / 2
      }
      #expect(frames < 200_000_000)
      _ = try? reader.seek(to: .milliseconds(50))
    }
  }

  @Test("leaves no file open behind it, opened or refused")
  func closes() throws {
    let good = try songs.wav(tones(440, 660, seconds: 0.01))
    let bad = try songs.file("text.wav", Array("RIFFnonsense".utf8))
    for _ in 0..<1_100 {  // more than the 1024 descriptors a process may usually have
      _ = try SongReader(path: good, sampleRate: 44_100)
      #expect(throws: SongFailure.self) { _ = try SongReader(path: bad, sampleRate: 44_100) }
    }
  }
}
