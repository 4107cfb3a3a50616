import Appliance
import Domain
import Testing

@Suite("Watching")
struct WatchingTests {
  /// A watching box that plays, and has looked at a happy face.
  private var happy: Bench {
    var bench = Bench(watching: true)
    bench.look()
    bench.find(.mood(Bench.happy))
    bench.forget()
    return bench
  }

  private func mood(_ emotion: Emotion, _ confidence: Float) -> Mood {
    Mood(emotion: emotion, confidence: confidence, valence: 0, arousal: 0, scores: .uniform)
  }

  @Test("is off until somebody switches it on, then looks at once, and again and again")
  func switchedOn() {
    var bench = Bench()
    #expect(bench.timers[.watch] == nil)
    #expect(bench.did(.tell(.watching(false))))
    bench.send(.asked(.watching(true), by: .owner))
    #expect(bench.did(.tell(.watching(true))))
    #expect(bench.did(.store(StoredState(privacy: false, volume: 40, watching: true))))
    #expect(bench.timers[.watch] == .zero)
    bench.send(.timerFired(.watch))
    #expect(bench.cameraIsOpen && bench.lamps?.camera == true)
    bench.find(.noFace)
    #expect(bench.lamps?.camera == false)
    #expect(bench.timers[.watch] == bench.machine.parameters.watchInterval)
  }

  @Test("is remembered over a restart")
  func remembered() {
    let bench = Bench(watching: true)
    #expect(bench.timers[.watch] == bench.machine.parameters.watchInterval)
    #expect(bench.did(.tell(.watching(true))))
  }

  @Test("switched off ends at once, also in the middle of a look, and quietly")
  func switchedOff() {
    var bench = happy
    bench.send(.timerFired(.watch))
    bench.send(.asked(.watching(false), by: .owner))
    #expect(bench.did(.closeCamera))
    #expect(bench.timers[.watch] == nil)
    #expect(bench.announcements.isEmpty)
  }

  @Test("does not blink, but its camera's light is on as long as the camera is")
  func light() {
    var bench = happy
    bench.send(.timerFired(.watch))
    #expect(bench.timers[.blink] == nil)
    #expect(bench.lamps?.camera == true && bench.lamps?.emotion == .happy)
    bench.send(.lookDecided(.noFace))
    #expect(bench.lamps?.camera == true)
    bench.send(.cameraClosed)
    #expect(bench.lamps?.camera == false)
  }

  @Test("changes the music only when another mood has lasted")
  func dwell() {
    var bench = happy
    for _ in 0..<3 {
      bench.send(.timerFired(.watch))
      bench.find(.mood(Bench.sad))
    }
    #expect(bench.timers[.dwell] == bench.machine.parameters.watchDwell)
    #expect(bench.announcements.isEmpty && bench.lamps?.emotion == .happy)
    bench.send(.timerFired(.dwell))
    #expect(!bench.did(.play(.mood(Bench.sad))))
    bench.send(.timerFired(.watch))
    bench.find(.mood(Bench.sad))
    #expect(bench.announcements == [.detected(Bench.sad)])
    #expect(bench.did(.tell(.mood(Bench.sad))))
    #expect(bench.times(.play(.mood(Bench.sad))) == 1)
    #expect(bench.lamps?.emotion == .sad)
  }

  @Test("forgets another mood that was seen when the old one is back, another one comes, or nobody is there")
  func interrupted() {
    for interruption: LookOutcome in [.mood(Bench.happy), .mood(mood(.fear, 0.9)), .noFace] {
      var bench = happy
      bench.send(.timerFired(.watch))
      bench.find(.mood(Bench.sad))
      bench.send(.timerFired(.dwell))
      bench.send(.timerFired(.watch))
      bench.find(interruption)
      bench.send(.timerFired(.watch))
      bench.find(.mood(Bench.sad))
      #expect(bench.announcements.isEmpty, "\(interruption)")
    }
  }

  @Test("believes another mood only when it is plain; the same one takes less")
  func hysteresis() {
    var bench = happy
    let doubtful = mood(.sad, 0.6)
    bench.send(.timerFired(.watch))
    bench.find(.mood(doubtful))
    #expect(bench.timers[.dwell] == nil)
    let still = mood(.happy, 0.55)
    bench.send(.timerFired(.watch))
    bench.find(.mood(still))
    #expect(bench.did(.tell(.mood(still))))
    #expect(bench.announcements.isEmpty)
    // Doubt does not undo what was seen plainly.
    bench.send(.timerFired(.watch))
    bench.find(.mood(Bench.sad))
    bench.send(.timerFired(.watch))
    bench.find(.mood(doubtful))
    bench.send(.timerFired(.dwell))
    bench.send(.timerFired(.watch))
    bench.find(.mood(Bench.sad))
    #expect(bench.announcements == [.detected(Bench.sad)])
  }

  @Test("starts no music, and does not end a pause")
  func quiet() {
    for command in [Command.stop, .pause] {
      var bench = happy
      bench.send(.asked(command, by: .listener))
      bench.forget()
      bench.send(.timerFired(.watch))
      bench.find(.mood(Bench.sad))
      bench.send(.timerFired(.dwell))
      bench.send(.timerFired(.watch))
      bench.find(.mood(Bench.sad))
      #expect(bench.announcements == [.detected(Bench.sad)])
      #expect(!bench.effects.contains { if case .play = $0 { true } else { false } } && !bench.did(.resume))
    }
  }

  @Test("waits outside its hours")
  func hours() {
    var bench = happy
    bench.send(.watchHours(false))
    bench.send(.timerFired(.watch))
    #expect(!bench.cameraIsOpen)
    #expect(bench.timers[.watch] == bench.machine.parameters.watchInterval)
    bench.send(.watchHours(true))
    bench.send(.timerFired(.watch))
    #expect(bench.cameraIsOpen)
  }

  @Test("rests while privacy is on, cannot be switched on then, and goes on afterwards")
  func privacy() {
    var bench = happy
    bench.hold()
    #expect(bench.timers[.watch] == nil)
    bench.hold()
    #expect(bench.timers[.watch] != nil)
    var quiet = Bench(privacy: true)
    quiet.send(.asked(.watching(true), by: .owner))
    #expect(!quiet.machine.isWatching)
    #expect(quiet.latest.contains { if case .refuse = $0 { true } else { false } })
  }
}
