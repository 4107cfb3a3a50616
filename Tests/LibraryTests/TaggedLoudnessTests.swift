import Testing

@testable import Library

@Suite("The loudness in a song's tags")
struct TaggedLoudnessTests {
  private static let fixtures =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/songs/"

  @Test("is read as ReplayGain 2.0 has it, for song and album")
  func replayGain() {
    let tags = [
      "REPLAYGAIN_TRACK_GAIN": "-7.35 dB", "REPLAYGAIN_TRACK_PEAK": "1.000000", "REPLAYGAIN_ALBUM_GAIN": "+2dB",
      "REPLAYGAIN_ALBUM_PEAK": "0.5",
    ]
    let loudness = TaggedLoudness { tags[$0] }
    #expect(loudness.track == -10.65 && loudness.album == -20 && loudness.trackPeak == 0)
    #expect(abs((loudness.albumPeak ?? 0) + 6.0206) < 0.001)
  }

  @Test("is read as RFC 7845 has it for Opus, which counts before ReplayGain")
  func opus() {
    let tags = ["R128_TRACK_GAIN": "-1280", "R128_ALBUM_GAIN": "256", "REPLAYGAIN_TRACK_GAIN": "-7.35 dB"]
    let loudness = TaggedLoudness { tags[$0] }
    #expect(loudness.track == -18 && loudness.album == -24)
    #expect(TaggedLoudness { $0 == "R128_TRACK_GAIN" ? "0" : nil }.track == -23)
  }

  @Test(
    "is not said by what no music can be",
    arguments: [
      "nan", "NaN dB", "inf", "-inf dB", "1e9", "1e1", "0x1p4", "9999999999", "-60 dB", "60 dB", "", "dB", "loud",
      "--3",
      "3.1.2", "٣", "12 dB 13", "-7,35 dB", String(repeating: "1", count: 100_000),
    ])
  func hostile(value: String) {
    let loudness = TaggedLoudness { $0.hasSuffix("_GAIN") ? value : nil }
    #expect(loudness.track == nil && loudness.album == nil, "\(loudness)")
  }

  @Test("has no peak of nothing, nor one that no sample can have", arguments: ["0", "-1", "17", "nan", "1e9", "x", ""])
  func hostilePeaks(value: String) {
    #expect(TaggedLoudness { $0.hasSuffix("_PEAK") ? value : nil } == TaggedLoudness())
  }

  @Test(
    "is read from every container", .enabled(if: TagReader.knowsLoudness, "TagLib 1 does not tell of these tags"),
    arguments: ["tagged.flac", "tagged.ogg", "tagged.mp3", "tagged.opus"])
  func containers(name: String) throws {
    let loudness = try #require(TagReader.loudness(ofFileAt: Self.fixtures + name))
    #expect(loudness.track == -10.5 && loudness.album == -12)
    let folder = try TemporaryFolder()
    var song = Wav()
    song.others = [("replaygain_track_gain", "-7.50 dB"), ("REPLAYGAIN_ALBUM_GAIN", "1e9")]
    try folder.write(song.bytes, to: "a.wav")
    let own = try #require(TagReader.loudness(ofFileAt: folder.absolute("a.wav")))
    #expect(own.track == -10.5 && own.album == nil)
  }

  @Test("is not known of a song without such tags, nor of what is no song")
  func without() throws {
    let folder = try TemporaryFolder()
    try folder.write(Wav(title: "Engine").bytes, to: "a.wav")
    try folder.write(Array("Dear diary".utf8), to: "b.mp3")
    let plain = TagReader.loudness(ofFileAt: folder.absolute("a.wav"))
    #expect(plain == (TagReader.knowsLoudness ? TaggedLoudness() : nil))
    for name in ["b.mp3", "none.flac"] {
      let loudness = TagReader.loudness(ofFileAt: folder.absolute(name))
      #expect(loudness == nil || loudness == TaggedLoudness())
    }
  }
}
