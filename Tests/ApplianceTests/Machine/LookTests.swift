import Appliance
import Domain
import Testing

@Suite("A look")
struct LookTests {
  @Test("lights the mood's colour, plays for it and tells the hub", arguments: Emotion.allCases)
  func mood(emotion: Emotion) {
    let mood = Mood(emotion: emotion, confidence: 0.9, valence: 0, arousal: 0, scores: .uniform)
    var bench = Bench()
    bench.look()
    bench.find(.mood(mood))
    #expect(bench.lamps?.colour == Colour(emotion))
    #expect(bench.lamps?.emotion == emotion)
    #expect(bench.lamps?.camera == false)
    #expect(bench.announcements == [.detected(mood)])
    #expect(bench.did(.tell(.mood(mood))))
    #expect(bench.did(.play(.mood(mood))))
    #expect(bench.timers.isEmpty)
  }

  @Test("keeps the camera light on until the camera is closed")
  func truthful() {
    var bench = Bench()
    bench.look()
    bench.send(.lookDecided(.mood(Bench.happy)))
    #expect(bench.lamps?.camera == true)
    bench.send(.cameraClosed)
    #expect(bench.lamps?.camera == false)
  }

  @Test("blinks white")
  func blinks() {
    var bench = Bench()
    bench.look()
    #expect(bench.blink() == [.white, .off, .white])
    #expect(bench.lamps?.camera == true)
  }

  @Test("without a face flashes twice and starts the default mix if nothing plays")
  func noFace() {
    var bench = Bench()
    bench.look()
    bench.find(.noFace)
    #expect(bench.announcements == [.noFace])
    #expect(bench.did(.play(.standard)))
    #expect(bench.blink().count { $0 == .white } == 2)
    #expect(bench.lamps == .dark)
    #expect(bench.timers.isEmpty)
  }

  @Test("that is not sure flashes three times and leaves alone what plays")
  func notSure() {
    var bench = Bench()
    bench.send(.asked(.play(.sad), by: .listener))
    bench.forget()
    bench.look()
    bench.find(.notSure(.uniform))
    #expect(bench.announcements == [.notSure(.uniform)])
    #expect(!bench.effects.contains { if case .play = $0 { true } else { false } })
    #expect(bench.blink().count { $0 == .white } == 3)
  }

  @Test("without a mood resumes what was paused")
  func resumes() {
    var bench = Bench()
    bench.send(.asked(.play(nil), by: .listener))
    bench.send(.asked(.pause, by: .listener))
    bench.look()
    bench.find(.noFace)
    #expect(bench.times(.resume) == 1)
    #expect(bench.times(.play(.standard)) == 1)
  }

  @Test("shows the last mood again after the flashes of one that found none")
  func moodStays() {
    var bench = Bench()
    bench.look()
    bench.find(.mood(Bench.sad))
    bench.look()
    bench.find(.noFace)
    _ = bench.blink()
    #expect(bench.lamps?.emotion == .sad)
  }

  @Test("that is asked for while the camera still closes waits for it")
  func waitsForCamera() {
    var bench = Bench()
    bench.look()
    bench.press()
    #expect(bench.cameraIsOpen)
    bench.forget()
    bench.press()
    #expect(!bench.effects.contains { if case .openCamera = $0 { true } else { false } })
    bench.send(.lookDecided(.mood(Bench.happy)))  // the cancelled look's, late
    #expect(bench.announcements.isEmpty)
    bench.send(.cameraClosed)
    #expect(bench.cameraIsOpen)
    #expect(bench.lamps?.camera == true)
  }

  @Test("that gets no pictures fails after its limit, and the box plays on")
  func stalls() {
    var bench = Bench()
    bench.look()
    bench.send(.timerFired(.look))
    #expect(bench.announcements == [.fault(.camera, "the camera gave no pictures")])
    #expect(bench.did(.closeCamera))
    #expect(bench.did(.play(.standard)))
  }

  @Test("asked for by a hub answers at once, and is refused under privacy")
  func requested() {
    var bench = Bench()
    bench.send(.asked(.look, by: .owner))
    bench.find(.mood(Bench.happy))
    #expect(bench.did(.lookOver(.outcome(.mood(Bench.happy)))))
    bench.hold()
    bench.forget()
    bench.send(.asked(.look, by: .owner))
    #expect(bench.latest.contains { if case .refuse = $0 { true } else { false } })
    #expect(!bench.cameraIsOpen)
  }
}
