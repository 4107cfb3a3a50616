import LinuxDevices
import Testing

@Suite("The wait between attempts")
struct BackoffTests {
  @Test("doubles up to the longest, for ever, is cut at random by a half at most, and begins anew after success")
  func pauses() {
    var backoff = Backoff(.seconds(1) ... .seconds(60))
    var full = Duration.seconds(1)
    var pauses: Set<Duration> = []
    for _ in 0..<10_000 {
      let pause = backoff.next()
      #expect(pause >= full / 2 && pause <= full)
      pauses.insert(pause)
      full = min(full * 2, .seconds(60))
    }
    #expect(pauses.count > 9000)
    backoff.reset()
    #expect(backoff.next() <= .seconds(1))
  }
}
