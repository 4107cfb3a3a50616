import Devices
import Testing

@testable import LinuxDevices

@Suite("An ALSA sink", .timeLimit(.minutes(1)))
struct AlsaSinkTests {
  private let file = SoundFile()

  /// As if the card had 16 bits and 44 100 or 48 000 frames a second.
  private func plainSink() -> AlsaSink { AlsaSink(device: file.device, rates: [48_000, 44_100], formats: [.s16]) }

  /// A ring takes what is written at once; the device has it when nothing is unheard.
  private func untilHeard(_ sink: AlsaSink) async {
    while sink.delay() > 0 { await Task.yield() }
  }

  @Test("plays the very samples that 16 bits can hold, whatever the blocks")
  func exact16() async throws {
    let sink = plainSink()
    let samples = (0..<65_536).map { Int16(truncatingIfNeeded: $0 &* 40_503) }
    for start in stride(from: 0, to: samples.count, by: 1_022) {
      try await sink.write(samples[start..<min(start + 1_022, samples.count)].map { Float($0) / 32_768 }, at: 48_000)
    }
    try await sink.drain()
    #expect(try file.played() == samples)
  }

  @Test("plays the very samples of 24 bits on a card that has as many", arguments: [SampleFormat.s32, .s24])
  func exact24(format: SampleFormat) async throws {
    let sink = AlsaSink(device: file.device, rates: nil, formats: [format])
    let samples = (0..<100_000).map { Int32(truncatingIfNeeded: $0 &* 1_103_515_245) >> 8 }
    try await sink.write(samples.map { Float($0) / 8_388_608 }, at: 96_000)
    try await sink.drain()
    #expect(try file.played(as: Int32.self) == (format == .s32 ? samples.map { $0 << 8 } : samples))
  }

  @Test("is as loud as can be where samples are too loud, and silent where they are no numbers")
  func extremes() async throws {
    let sink = AlsaSink(device: file.device, rates: nil, formats: [.s32])
    try await sink.write([2, -2, 1, -1, .nan, 0.5, .infinity, -.infinity], at: 48_000)
    try await sink.drain()
    let top = Int32(2_147_483_520)
    #expect(try file.played(as: Int32.self) == [top, .min, top, .min, 0, 1 << 30, top, .min])
  }

  @Test("dithers what 16 bits cannot hold: a third of a step is heard, under noise of a quarter of a step squared")
  func dithers() async throws {
    let sink = plainSink()
    try await sink.write(Array(repeating: Float(100.3) / 32_768, count: 200_000), at: 48_000)
    try await sink.drain()
    let played = try file.played().map { Double($0) - 100.3 }
    let mean = played.reduce(0, +) / Double(played.count)
    let power = played.reduce(0) { $0 + $1 * $1 } / Double(played.count)
    #expect(abs(mean) < 0.01)
    #expect(abs(power - 0.25) < 0.01, "triangular noise of two steps, and rounding: 1/6 + 1/12")
    let next = zip(played, played.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(played.count)
    #expect(abs(next) < 0.01, "each sample's noise is its own")
  }

  @Test("runs at the file's rate where the card can, else at one that loses nothing")
  func rates() async throws {
    let sink = plainSink()
    for (wanted, rate) in [(44_100, 44_100), (48_000, 48_000), (22_050, 44_100), (8_000, 44_100), (96_000, 48_000)] {
      #expect(try await sink.rate(for: wanted) == rate, "\(wanted)")
    }
    await sink.drop()
    let hiFi = AlsaSink(device: "null")
    for rate in [8_000, 44_100, 44_101, 192_000, 384_000] {
      #expect(try await hiFi.rate(for: rate) == rate)
      await hiFi.drop()
    }
    #expect(PcmLayout.best(for: 96_000, among: [44_100, 48_000]) == 48_000)
    #expect(PcmLayout.best(for: 8_000, among: []) == nil)
  }

  @Test("plays what it has before it runs at another rate")
  func changesRate() async throws {
    let sink = plainSink()
    try await sink.write(Array(repeating: 0.5, count: 2_000), at: 44_100)
    try await sink.write(Array(repeating: 0.25, count: 2_000), at: 48_000)
    #expect(await sink.present?.rate == 48_000)
    try await sink.drain()
    // The plug-in begins its file anew with each opening.
    #expect(try file.played() == Array(repeating: 8_192, count: 2_000))
    await #expect(throws: AlsaFailure.self) { try await sink.write([0, 0], at: 32_000) }
  }

  @Test("has nothing unheard on a device without a clock, and plays no silence into it", arguments: [true, false])
  func clockless(isFile: Bool) async throws {
    let sink = AlsaSink(device: isFile ? file.device : "null", rates: nil, formats: [.s16])
    try await sink.write(Array(repeating: 0.5, count: 19_200), at: 48_000)
    await untilHeard(sink)
    await sink.drop()
    #expect(sink.underruns == 0)
    if isFile { #expect(try file.played().count == 19_200) }
  }

  @Test("opens anew after drop and drain, and neither minds a closed device")
  func reopens() async throws {
    let sink = AlsaSink(device: "null")
    await sink.drop()
    try await sink.drain()
    for _ in 0..<3 {
      try await sink.write(Array(repeating: 0, count: 882), at: 44_100)
      #expect(await sink.present != nil)
      try await sink.drain()
      #expect(await sink.present == nil, "others may use the card")
      try await sink.write(Array(repeating: 0, count: 882), at: 44_100)
      await sink.drop()
      #expect(await sink.present == nil)
    }
  }

  @Test("says which device cannot be opened, why, and how to find one, at every write")
  func missing() async throws {
    let sink = AlsaSink(device: "hw:CARD=nowhere")
    for asks in [true, false] {
      await #expect {
        if asks { _ = try await sink.rate(for: 48_000) } else { try await sink.write([0, 0], at: 48_000) }
      } throws: {
        // "No such device", or "No such file or directory" where the kernel has no sound at all.
        "\($0)".hasPrefix("hw:CARD=nowhere: snd_pcm_open: No such ")
          && "\($0)".hasSuffix("; `aplay -L` lists the devices there are")
      }
    }
    #expect(sink.delay() == 0)
    #expect(sink.takeBack(atMost: 48_000) == 0)
  }
}
