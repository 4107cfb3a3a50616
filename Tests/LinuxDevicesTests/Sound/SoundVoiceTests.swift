import Testing

@testable import LinuxDevices

@Suite("Late music")
struct SoundVoiceTests {
  @Test("falls into silence and rises out of it within 5 ms, without a step")
  func slopes() {
    let layout = PcmLayout(
      handle: OpaquePointer(bitPattern: 1)!, rate: 48_000, format: .float, period: 960, buffer: 9_600, card: -1,
      rates: [48_000])
    let block = UnsafeMutableRawPointer.allocate(byteCount: 960 * 8, alignment: 16)
    let scratch = UnsafeMutablePointer<Float>.allocate(capacity: 960 * 2)
    defer {
      block.deallocate()
      scratch.deallocate()
    }
    var voice = SoundVoice(layout, block: block, scratch: scratch)
    var heard: [Float] = []
    func play(_ samples: [Float], frames: Int = 960) {
      samples.withUnsafeBufferPointer { voice.fill(from: $0, frames: frames) }
      heard += UnsafeBufferPointer(start: block.assumingMemoryBound(to: Float.self), count: frames * 2)
    }
    let loud = [Float](repeating: 0.8, count: 1_920)
    play(loud)
    #expect(heard == loud && !voice.isLate)
    play([])
    #expect(voice.isLate)
    play([], frames: 100)
    play(loud)
    #expect(!voice.isLate)
    play(loud)
    let steps = zip(heard, heard.dropFirst(2)).map { abs($0 - $1) }
    #expect(steps.max()! < 0.8 / 240 * 1.01)
    #expect(heard[(960 + 240) * 2..<(1_920 + 100) * 2].allSatisfy { $0 == 0 })
    #expect(heard.suffix(1_920).elementsEqual(loud))
  }
}
