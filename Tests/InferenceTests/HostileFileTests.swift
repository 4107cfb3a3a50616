import Inference
import Testing

@Suite("Damaged files")
struct HostileFileTests {
  @Test("cut short anywhere are refused, never trapped on")
  func truncated() throws {
    let bytes = try Files.network(golden: "convolution-1")
    var refused = 0
    for count in 0..<bytes.count {
      do {
        _ = try Network(bytes: Array(bytes.prefix(count)))
      } catch {
        refused += 1
      }
    }
    // Only bytes after the last that is read may go.
    #expect(refused > bytes.count / 2)
  }

  @Test("with changed bytes are read or refused, and what is read runs", arguments: Files.golden)
  func mutated(_ name: String) throws {
    let bytes = try Files.network(golden: name)
    var generator = SplitMix(seed: name.utf8.reduce(0) { $0 &* 31 &+ Int($1) })
    for _ in 0..<100 {
      guard let network = try? Network(bytes: mutate(bytes, &generator)) else { continue }
      // What would take long is legal too, and is not run here.
      if network.multiplications < 300_000, network.plan.byteCount < 100_000 { Interpreter(network).run() }
    }
  }

  /// One to four changes: a byte, or a word that becomes one of those that readers stumble over.
  private func mutate(_ bytes: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      if Bool.random(using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
      } else {
        let words: [UInt32] = [0, 1, 2, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff]
        let word = words.randomElement(using: &generator) ?? 0
        let start = Int.random(in: 0..<bytes.count / 4, using: &generator) * 4
        for offset in 0..<4 { bytes[start + offset] = UInt8(truncatingIfNeeded: word >> UInt32(8 * offset)) }
      }
    }
    return bytes
  }
}
