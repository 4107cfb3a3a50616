import Dispatch
import Synchronization
import Testing

@testable import LinuxDevices

@Suite("The ring of the sound thread", .timeLimit(.minutes(1)))
struct SoundRingTests {
  @Test("gives frames back as long as nobody has claimed them")
  func takesBack() {
    let ring = SoundRing(frames: 100)
    #expect(ring.capacity == 128 && ring.room == 128)
    ring.write((0..<200).map(Float.init), frames: 100)
    let claimed = ring.claim(atMost: 30)
    #expect(Array(claimed) == (0..<60).map(Float.init))
    #expect(ring.takeBack(atMost: 20) == 20 && ring.waiting == 50)
    #expect(ring.takeBack(atMost: 1_000) == 50 && ring.waiting == 0 && ring.takeBack(atMost: 1) == 0)
    #expect(ring.unreleased == 30 && ring.room == 98, "what is claimed is not written over")
    ring.release(30)
    #expect(ring.unreleased == 0 && ring.claim(atMost: 10).isEmpty)
    ring.write((1_000..<1_200).map(Float.init), frames: 100)
    #expect(Array(ring.claim(atMost: 98)) == (1_000..<1_196).map(Float.init), "up to the end of the memory")
    ring.release(98)
    #expect(Array(ring.claim(atMost: 98)) == [1_196, 1_197, 1_198, 1_199])
  }

  @Test("loses and doubles nothing between two threads, one of which keeps changing its mind")
  func twoThreads() async {
    let ring = SoundRing(frames: 512)
    let total = 400_000
    // The producer writes the frames' numbers, takes some back now and then, and writes them again.
    let producer = Thread {
      var next = 0
      var random: UInt64 = 7
      while next < total {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let frames = min(ring.room, Int(random >> 33) % 97 + 1, total - next)
        ring.write((0..<frames).flatMap { [Float(next + $0), Float(next + $0)] }, frames: frames)
        next += frames
        if random >> 60 == 0 { next -= ring.takeBack(atMost: 50) }
      }
    }
    let consumer = Thread {
      var heard = 0
      var errors = 0
      while heard < total {
        let block = ring.claim(atMost: 64)
        for index in stride(from: 0, to: block.count, by: 2) {
          if block[index] != Float(heard) || block[index + 1] != Float(heard) { errors += 1 }
          heard += 1
        }
        ring.release(block.count / 2)
      }
      #expect(errors == 0)
    }
    await producer.end()
    await consumer.end()
  }

  /// A thread of its own, because one of the two would starve the other on a shared one.
  private struct Thread {
    private let done: AsyncStream<Void>

    init(_ body: @escaping @Sendable () -> Void) {
      let (done, end) = AsyncStream<Void>.makeStream()
      self.done = done
      DispatchQueue(label: "ring").async {
        body()
        end.finish()
      }
    }

    func end() async { for await _ in done {} }
  }
}
