import Devices

/// A sound card in memory whose listener is a test: it remembers what was heard, hears only as far as it is told, and
/// can be unplugged.
package actor RecordingSink: PcmSink {
  package struct Unplugged: Error, CustomStringConvertible {
    package var description: String { "the simulated sound card is unplugged" }
  }

  /// What the card can do; sound of other rates it takes at the first of them.
  package private(set) var rates: [Int]
  /// Everything that was heard, interleaved.
  package private(set) var heard: [Float] = []
  /// How often the device was closed by `drop()` or `drain()`.
  package private(set) var closings = 0
  /// The rate of what was written last.
  package private(set) var rate: Int
  /// How often frames were taken back.
  package private(set) var returns = 0

  /// Most frames that wait to be heard; nil hears everything at once.
  private let capacity: Int?
  private let takesBack: Bool
  private var waiting: [Float] = []
  /// Frames that the listener is still to hear.
  private var wanted = 0
  private var isUnplugged = false
  private var changes: [CheckedContinuation<Void, Never>] = []

  /// With a `buffer` (in frames) it plays only as far as ``listen(frames:)`` asks.
  package init(rates: [Int] = [48_000], buffer: Int? = nil, takesBack: Bool = true) {
    self.rates = rates
    rate = rates[0]
    capacity = buffer
    self.takesBack = takesBack
  }

  // MARK: The listener's side

  /// Hears the next frames, and returns when they have sounded.
  package func listen(frames: Int) async {
    let goal = heard.count + (wanted + frames) * 2
    allow(frames: frames)
    while heard.count < goal { await change() }
  }

  /// Hears the next frames when they come, unless the device is closed first.
  package func allow(frames: Int) {
    wanted += frames
    play()
  }

  /// Returns when the condition holds.
  package func wait(until condition: @Sendable (isolated RecordingSink) -> Bool) async {
    while !condition(self) { await change() }
  }

  /// Whether the player waits for room in the buffer.
  package var isFull: Bool { capacity.map { waiting.count / 2 > $0 } ?? false }

  /// From now on every write fails, and what was not heard is lost.
  package func unplug() {
    isUnplugged = true
    waiting = []
    signal()
  }

  /// The card is there again, or one with other rates.
  package func plugIn(rates: [Int]? = nil) {
    isUnplugged = false
    self.rates = rates ?? self.rates
    signal()
  }

  // MARK: The player's side

  package func rate(for rate: Int) throws -> Int {
    if isUnplugged { throw Unplugged() }
    return rates.contains(rate) ? rate : rates[0]
  }

  package func write(_ samples: [Float], at rate: Int) async throws {
    if isUnplugged { throw Unplugged() }
    self.rate = rate
    waiting += samples
    play()
    // As a card does, return when all of it is in the buffer.
    if isFull { signal() }
    while isFull {
      await change()
      if isUnplugged { throw Unplugged() }
    }
  }

  package func delay() -> Int { waiting.count / 2 }

  package func takeBack(atMost limit: Int) -> Int {
    guard takesBack else { return 0 }
    let frames = min(waiting.count / 2, limit)
    waiting.removeLast(frames * 2)
    returns += 1
    signal()
    return frames
  }

  package func drop() {
    waiting = []
    wanted = 0
    closings += 1
    signal()
  }

  /// What is left counts as heard at once.
  package func drain() throws {
    if isUnplugged { throw Unplugged() }
    heard += waiting
    waiting = []
    wanted = 0
    closings += 1
    signal()
  }

  private func play() {
    let frames = capacity == nil ? waiting.count / 2 : min(wanted, waiting.count / 2)
    heard += waiting.prefix(frames * 2)
    waiting.removeFirst(frames * 2)
    wanted = max(0, wanted - frames)
    if frames > 0 { signal() }
  }

  private func change() async { await withCheckedContinuation { changes.append($0) } }

  private func signal() {
    let waiters = changes
    changes = []
    for waiter in waiters { waiter.resume() }
  }
}
