import Appliance
import Domain
import Hub
import Testing

@Suite("Privacy")
struct PrivacyTests {
  @Test("closes the camera before anything else, and is stored before it is announced")
  func order() throws {
    var bench = Bench()
    bench.look()
    let effects = bench.send(.asked(.privacy(true), by: .viewer))
    let close = try #require(effects.firstIndex(of: .closeCamera))
    let store = try #require(effects.firstIndex(of: .store(StoredState(privacy: true, volume: 40))))
    #expect(close < store)
    #expect(!effects.contains(.tell(.event(.privacyOn))))
    #expect(bench.lamps?.privacy == true)
    bench.send(.stored(StoredState(privacy: true, volume: 40)))
    #expect(bench.did(.tell(.event(.privacyOn))))
  }

  @Test("leaves the music alone")
  func music() {
    var bench = Bench()
    bench.send(.asked(.play(.happy), by: .listener))
    bench.forget()
    bench.hold()
    #expect(bench.machine.playback == .playing)
    #expect(!bench.did(.stop) && !bench.did(.pause))
  }

  @Test("forgets the mood, on the light and at the hub")
  func forgets() {
    var bench = Bench()
    bench.look()
    bench.find(.mood(Bench.happy))
    bench.hold()
    #expect(bench.lamps?.colour == .off)
    #expect(bench.did(.tell(.mood(nil))))
  }

  @Test("is turned off by root alone", arguments: [Role.viewer, .listener, .owner])
  func off(role: Role) {
    var bench = Bench(privacy: true)
    bench.send(.asked(.privacy(false), by: role))
    #expect(bench.machine.privacy)
    #expect(bench.latest.contains { if case .refuse = $0 { true } else { false } })
    bench.send(.asked(.privacy(false), by: .root))
    #expect(!bench.machine.privacy)
  }

  @Test("of before the power cut is in force from the first moment")
  func remembered() {
    var bench = Bench(privacy: true)
    #expect(bench.lamps?.privacy == true)
    bench.look()
    #expect(!bench.cameraIsOpen)
    #expect(bench.did(.play(.standard)))
  }

  @Test("still lets a double press skip")
  func skip() {
    var bench = Bench(privacy: true)
    bench.send(.asked(.play(.happy), by: .listener))
    bench.press()
    bench.press(after: .milliseconds(100))
    #expect(bench.times(.next) == 1)
  }

  @Test("that cannot be stored is in force, announced, reported and tried again")
  func notStored() {
    var bench = Bench()
    bench.hold()
    bench.send(.storeFailed(reason: "disk full"))
    #expect(bench.machine.privacy)
    #expect(bench.announcements == [.fault(.storage, "disk full"), .privacyOn])
    bench.forget()
    bench.send(.timerFired(.store))
    #expect(bench.did(.store(StoredState(privacy: true, volume: 40))))
    bench.send(.stored(StoredState(privacy: true, volume: 40)))
    #expect(bench.announcements == [.recovered(.storage)])
  }

  @Test("toggled twice before the disk answers is announced as it was stored")
  func toggledFast() {
    var bench = Bench()
    bench.hold()
    bench.hold()
    bench.send(.stored(StoredState(privacy: true, volume: 40)))
    bench.send(.stored(StoredState(privacy: false, volume: 40)))
    #expect(bench.announcements == [.privacyOn, .privacyOff])
  }
}
