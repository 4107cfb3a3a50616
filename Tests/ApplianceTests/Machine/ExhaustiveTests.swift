import Appliance
import Devices
import Domain
import Hub
import Testing

@Suite("The machine, exhaustively")
struct ExhaustiveTests {
  /// Everything that can happen to `bench` now; camera events only as a camera can give them.
  private func possible(_ bench: Bench) -> [Event] {
    var events = Self.always
    events += edges(bench)
    events += bench.timers.keys.map { .timerFired($0) }
    if bench.cameraIsOpen { events += [.cameraClosed, .lost(.camera, reason: "")] }
    if bench.cameraIsOpen && bench.machine.shutter != .closed { events += Self.outcomes.map { .lookDecided($0) } }
    return events
  }

  /// An edge soon after the last release, and one much later.
  private func edges(_ bench: Bench) -> [Event] {
    let last = bench.machine.lastRelease ?? .zero
    return [Duration.milliseconds(100), .seconds(5)].flatMap { wait in
      [.button(ButtonEdge(.pressed, at: last + wait)), .button(ButtonEdge(.released, at: last + wait))]
    }
  }

  private static let outcomes: [LookOutcome] = [.mood(Bench.happy), .notSure(.uniform), .noFace]
  private static let always: [Event] = [
    .asked(.look, by: .owner), .asked(.privacy(true), by: .owner), .asked(.privacy(false), by: .root),
    .asked(.play(.sad), by: .listener), .asked(.pause, by: .listener), .asked(.stop, by: .listener),
    .asked(.watching(true), by: .owner), .asked(.watching(false), by: .owner), .watchHours(false),
    .asked(.volume(30), by: .listener), .lost(.lights, reason: ""), .back(.lights), .lost(.speaker, reason: ""),
    .back(.speaker), .queueEnded, .musicRestored(wasPlaying: true), .storeFailed(reason: ""),
  ]
  private static let rest: [Event] =
    [
      .asked(.next, by: .listener), .asked(.previous, by: .listener), .asked(.resume, by: .listener),
      .asked(.seek(.seconds(3)), by: .listener), .asked(.mute(true), by: .listener),
      .asked(.rate(liked: true), by: .listener), .asked(.rate(liked: false), by: .listener),
      .asked(.policy(.lift), by: .owner),
      .watchHours(true), .asked(.privacy(false), by: .owner), .asked(.play(nil), by: .listener), .cameraClosed,
      .trackStarted(Bench.song), .trackEnded(Bench.song.track, .finished), .trackFailed(Bench.song.track, reason: ""),
      .nothingToPlay(reason: "", still: .stopped), .playerChanged(PlayerStatus(volume: 40)),
      .stored(StoredState(privacy: true, volume: 40)), .stored(StoredState(privacy: false, volume: 40)),
    ] + Part.allCases.flatMap { [.lost($0, reason: ""), .back($0)] } + BoxTimer.allCases.map { .timerFired($0) }
    + outcomes.map { .lookDecided($0) }

  @Test("keeps its promises in every state that five events can lead to, for every event")
  func breadthFirst() {
    var seen: Set<[Int]> = []
    var frontier = [Bench(watching: true)]
    for _ in 0..<5 {
      var next: [Bench] = []
      for bench in frontier {
        for event in possible(bench) {
          var after = bench
          after.forget()
          after.send(event)
          if let problem = Invariants.broken(before: bench, after: after, isOrderly: true) {
            Issue.record("\(problem): \(event) in \(bench.machine)")
            return
          }
          if seen.insert(after.fingerprint).inserted { next.append(after) }
        }
      }
      frontier = next
    }
    #expect(seen.count > 1000)
  }

  @Test("keeps its promises on long walks", arguments: 1...20 as ClosedRange<UInt64>)
  func walks(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var bench = Bench(privacy: seed.isMultiple(of: 2), watching: true)
    for step in 0..<2000 {
      let event = possible(bench).randomElement(using: &random)!
      let before = bench
      bench.forget()
      bench.send(event)
      if let problem = Invariants.broken(before: before, after: bench, isOrderly: true) {
        Issue.record("step \(step): \(problem): \(event) in \(before.machine)")
        return
      }
    }
  }

  @Test("survives any event at any time, also those that cannot be", arguments: 1...20 as ClosedRange<UInt64>)
  func chaos(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var bench = Bench(watching: true)
    for step in 0..<2000 {
      let event = (Self.always + Self.rest + edges(bench)).randomElement(using: &random)!
      let before = bench
      bench.forget()
      bench.send(event)
      if let problem = Invariants.broken(before: before, after: bench, isOrderly: false) {
        Issue.record("step \(step): \(problem): \(event) in \(before.machine)")
        return
      }
    }
  }
}

extension Bench {
  /// The state as numbers, without times and without what cannot matter to what happens next.
  fileprivate var fingerprint: [Int] {
    func number<Value: Hashable>(_ value: Value) -> Int { value.hashValue }
    let look: [Int] =
      if case .looking(let look) = machine.attention {
        [number(look.asker), look.isKeptBack ? 1 : 0, look.found == nil ? 0 : 1]
      } else {
        []
      }
    let gesture =
      switch machine.gesture {
      case .up: 0
      case .down(let intent, _): number(intent)
      case .held: 2
      }
    return [
      gesture, machine.lastRelease == nil ? 0 : 1, number(machine.shutter), machine.privacy ? 1 : 0,
      machine.announcedPrivacy ? 1 : 0, machine.volume, number(machine.playback), number(machine.mix?.emotion),
      machine.isHeard ? 1 : 0, number(machine.mood?.emotion), number(machine.faults), number(machine.signal),
      machine.signalStep, number(machine.flash), number(machine.timers), cameraIsOpen ? 1 : 0,
      machine.isWatching ? 1 : 0, machine.isWatchTime ? 1 : 0, number(machine.candidate),
    ] + look
  }
}
