import FoundationEssentials
import Testing

@Suite("sound")
struct SoundCommandTests {
  private let folder = TemporaryFolder()

  /// ALSA's own device that writes down what is played, in 32 bits.
  private var device: String { "file:FILE=\(folder.path)/played.raw,FORMAT=raw" }

  /// What was played, of which a 16-bit song fills the upper half.
  private func played() throws -> [Int32] {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder.path)/played.raw")))
    return stride(from: 0, to: bytes.count - 3, by: 4).map { start in
      Int32(truncatingIfNeeded: bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) })
    }
  }

  /// A stereo WAV file of 48 000 frames a second.
  private func song(_ name: String, _ samples: [Int16]) throws -> String {
    func little(_ value: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    let data = samples.flatMap { little(Int($0), 2) }
    let format = little(1, 2) + little(2, 2) + little(48_000, 4) + little(192_000, 4) + little(4, 2) + little(16, 2)
    let header: [UInt8] = Array("WAVEfmt ".utf8) + little(16, 4) + format + Array("data".utf8) + little(data.count, 4)
    return try folder.write(Array("RIFF".utf8) + little(header.count + data.count, 4) + header + data, to: name)
  }

  private let noise = (0..<9_600).map { Int16(truncatingIfNeeded: ($0 + 1) &* 40_503) }

  @Test("shows what a device takes, in words and as JSON")
  func show() async throws {
    let shown = try await Program.run("sound", "show", "--device", "null")
    #expect(shown.code == 0 && shown.errors.isEmpty, "\(shown.errors)")
    #expect(shown.output.contains("device     null\nsamples    32 bits\nrates      5512, 8000, "))
    #expect(shown.output.contains("\nvolume     by the samples\nreal time  "))
    let json = try await Program.run("sound", "show", "--device", "null", "--json").json()
    #expect(json["device"]?.string == "null" && json["format"]?.string == "32 bits")
    #expect(json["rates"]?.array?.contains(.number(44_100)) == true && json["volume_control"]?.bool == false)
    #expect(json["real_time"]?.bool != nil)
  }

  @Test("takes the device of the settings unless one is given")
  func settings() async throws {
    let board = "board: \(Program.checkout)/Board/desk.yaml\n"
    let file = try folder.write("\(board)player: {device: \"null\"}\n".utf8, to: "moodbox.yaml")
    let shown = try await Program.run("sound", "show", "--settings", file)
    #expect(shown.code == 0 && shown.output.hasPrefix("device     null\n"), "\(shown.errors)")
    let refused = try await Household().run("sound", "show")
    #expect(refused.code == 1 && refused.errors.contains("player.device is \"file\""))
    #expect(refused.errors.contains("--device"), "what to do")
  }

  @Test("says why a device cannot be opened and how to find one, with code 1", arguments: ["show", "play"])
  func missing(action: String) async throws {
    let files = action == "play" ? [try song("a.wav", noise)] : []
    let outcome = try await Program.run(["sound", action] + files + ["--device", "hw:CARD=nowhere", "--json"])
    #expect(outcome.code == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("moodbox: hw:CARD=nowhere: snd_pcm_open: "))
    #expect(outcome.errors.hasSuffix("; `aplay -L` lists the devices there are\n"))
  }

  @Test("plays files one after the other to the bit, and tells figures")
  func play() async throws {
    let files = [try song("a.wav", noise), try song("b.wav", noise.reversed())]
    let outcome = try await Program.run(["sound", "play"] + files + ["--device", device])
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let samples = (noise + noise.reversed()).map { Int32($0) << 16 }
    #expect(try Array(played().prefix(samples.count)) == samples)
    #expect(try played().dropFirst(samples.count).allSatisfy { $0 == 0 })
    let figures = outcome.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(
      figures.map { String($0[0]) } == ["first-sample", "wall", "processor", "memory", "plays", "ran-dry", "late"])
    #expect(figures.allSatisfy { $0.count >= 2 && Double($0[1]) != nil })
  }

  @Test("plays as quietly as asked, and tells its figures as JSON")
  func volume() async throws {
    let file = try song("a.wav", Array(repeating: 16_384, count: 9_600))
    let outcome = try await Program.run("sound", "play", file, "--device", device, "--volume", "50", "--json")
    let json = try outcome.json()
    #expect(json["plays"]?.number == 1 && json["ran_dry"]?.number == 0 && json["late"]?.number == 0)
    for name in ["first_sample", "wall", "processor", "memory"] { #expect(json[name]?.number ?? 0 > 0, "\(name)") }
    #expect(try played()[2_000] == 16_384 << 13, "50 is an eighth")
  }

  @Test("plays again and again for as long as asked")
  func again() async throws {
    let file = try song("a.wav", noise)
    let json = try await Program.run("sound", "play", file, "--device", "null", "--for", "1", "--json").json()
    #expect(json["plays"]?.number ?? 0 > 1 && json["wall"]?.number ?? 0 >= 1)
  }

  @Test("passes over what is no song, plays the rest and fails with code 1")
  func broken() async throws {
    let text = try folder.write("Dear diary".utf8, to: "diary.flac")
    let good = try song("a.wav", noise)
    let outcome = try await Program.run("sound", "play", text, "/nowhere.wav", good, "--device", device)
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("moodbox: \(text): cannot be played: "))
    #expect(outcome.errors.contains("moodbox: /nowhere.wav: cannot be opened: No such file or directory"))
    #expect(try Array(played().prefix(noise.count)) == noise.map { Int32($0) << 16 })
    let none = try await Program.run("sound", "play", text, "--device", "null", "--for", "1000")
    #expect(none.code == 1 && none.output.contains("plays 1.000"))
  }

  @Test("keeps what the MP3 decoder says of damage to itself")
  func damaged() async throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: Program.fixture("songs/tagged.mp3"))))
    // Lost in the middle, and no frame where the decoder looks for the next.
    bytes.replaceSubrange(1_500..<1_700, with: (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 37) })
    let file = try folder.write(bytes, to: "damaged.mp3")
    let outcome = try await Program.run("sound", "play", file, "--device", "null")
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
  }
}
