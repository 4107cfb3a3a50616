import Devices

/// A sound server that says all was heard, and a moment later would take back more than it had said was left. It holds
/// the fourth block of 25 ms until it is told to go on.
actor WanderingSink: PcmSink {
  /// An element when the fourth block came.
  nonisolated let held: AsyncStream<Void>
  private nonisolated let heldEnd: AsyncStream<Void>.Continuation
  private nonisolated let gate: AsyncStream<Void>
  private nonisolated let gateEnd: AsyncStream<Void>.Continuation
  private var blocks = 0

  init() {
    (held, heldEnd) = AsyncStream.makeStream()
    (gate, gateEnd) = AsyncStream.makeStream()
  }

  nonisolated func goOn() { gateEnd.finish() }

  func rate(for rate: Int) -> Int { 48_000 }

  func write(_ samples: [Float], at rate: Int) async {
    blocks += 1
    guard blocks == 4 else { return }
    heldEnd.yield()
    for await _ in gate {}
  }

  func delay() -> Int { 0 }
  func takeBack(atMost limit: Int) -> Int { min(2_400, limit) }
  func drop() {}
  func drain() {}
}
