import Devices
import Domain

/// Gives a sink that has no clock of its own (a file, ALSA's `file` and `null`) the behaviour of a sound card: a buffer
/// that empties in real time by the clock it is given. Samples reach the sink behind it once they are heard, so what
/// is taken back or dropped never gets there.
package actor PacedSink: PcmSink {
  private let sink: any PcmSink
  /// How much waits to be heard at most.
  private let buffer: Duration
  private var sampleRate = 48_000
  /// Time since this sink was made.
  private let now: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) async throws -> Void

  /// Handed over, not yet passed on.
  private var waiting: [Float] = []
  /// When the first of `waiting` began to be heard; nil while nothing sounds.
  private var start: Duration?

  package init<C: Clock>(
    _ sink: any PcmSink, buffer: Duration = .milliseconds(500), clock: C = ContinuousClock()
  ) where C.Duration == Duration {
    let origin = clock.now
    self.sink = sink
    self.buffer = buffer
    now = { origin.duration(to: clock.now) }
    sleep = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
  }

  package nonisolated var underruns: Int { sink.underruns }

  package func rate(for rate: Int) async throws -> Int { try await sink.rate(for: rate) }

  package func write(_ samples: [Float], at rate: Int) async throws {
    if rate != sampleRate {
      try await waitUntilHeard(waiting.count / 2)
      try await passOn()
      sampleRate = rate
    }
    let capacity = max(1, buffer.frames(at: rate))
    var rest = samples[...]
    while !rest.isEmpty {
      try await passOn()
      let block = rest.prefix((capacity - waiting.count / 2) * 2)
      if start == nil { start = now() }
      waiting += block
      rest = rest.dropFirst(block.count)
      // Room for half a buffer at a time would be bursts; room for what is left of this write is what it needs.
      if !rest.isEmpty { try await waitUntilHeard(min(rest.count / 2, waiting.count / 2)) }
    }
  }

  package func delay() -> Int { waiting.count / 2 - heard }

  package func takeBack(atMost limit: Int) -> Int {
    let unheard = min(delay(), limit)
    waiting.removeLast(unheard * 2)
    return unheard
  }

  package func drop() async {
    try? await passOn()
    waiting = []
    start = nil
    // What was passed on was heard.
    try? await sink.drain()
  }

  package func drain() async throws {
    try await waitUntilHeard(waiting.count / 2)
    try await passOn()
    try await sink.drain()
  }

  /// How many of the waiting frames were heard by now.
  private var heard: Int {
    guard let start else { return 0 }
    return min(waiting.count / 2, max(0, (now() - start).frames(at: sampleRate)))
  }

  private func waitUntilHeard(_ frames: Int) async throws {
    guard let start, frames > 0 else { return }
    try await sleep(start + Duration(frames: frames, at: sampleRate))
  }

  /// Hands what was heard to the sink behind.
  private func passOn() async throws {
    let frames = heard
    guard frames > 0, let began = start else { return }
    let block = Array(waiting.prefix(frames * 2))
    waiting.removeFirst(block.count)
    // When nothing is left the sound stops, as a card's does when it runs dry; the next write starts it anew.
    start = waiting.isEmpty ? nil : began + Duration(frames: frames, at: sampleRate)
    try await sink.write(block, at: sampleRate)
  }
}
