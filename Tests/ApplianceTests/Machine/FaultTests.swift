import Appliance
import Devices
import Domain
import Testing

@Suite("A broken part")
struct FaultTests {
  @Test("camera: each press says so and the default mix plays")
  func cameraMissing() {
    var bench = Bench()
    bench.press()
    bench.send(.lost(.camera, reason: "no camera"))
    #expect(bench.announcements == [.fault(.camera, "no camera")])
    #expect(bench.did(.play(.standard)))
    #expect(bench.lamps?.camera == false)
    bench.press()
    bench.send(.lost(.camera, reason: "no camera"))
    #expect(bench.announcements.count == 2)
    #expect(bench.times(.play(.standard)) == 1)
  }

  @Test("camera lost in mid-look leaves what plays alone, and a later look recovers it")
  func cameraLost() {
    var bench = Bench()
    bench.send(.asked(.play(.sad), by: .listener))
    bench.forget()
    bench.look()
    bench.send(.lost(.camera, reason: "unplugged"))
    #expect(bench.effects.allSatisfy { if case .play = $0 { false } else { true } })
    #expect(bench.did(.lookOver(.failed("unplugged"))))
    #expect(bench.timers == [.blink: .seconds(1)])
    bench.look()
    bench.find(.mood(Bench.happy))
    #expect(bench.announcements.suffix(2) == [.recovered(.camera), .detected(Bench.happy)])
    #expect(bench.timers.isEmpty)
  }

  @Test("blinks slowly red over the mood's colour")
  func red() {
    var bench = Bench()
    bench.look()
    bench.find(.mood(Bench.sad))
    bench.send(.lost(.speaker, reason: "unplugged"))
    #expect(bench.blink() == [.red, Colour(.sad), .red])
    bench.send(.back(.speaker))
    #expect(bench.lamps?.colour == Colour(.sad))
    #expect(bench.timers.isEmpty)
  }

  @Test("is announced once, and once when it is back", arguments: [Part.speaker, .storage, .library, .button, .broker])
  func once(part: Part) {
    var bench = Bench()
    bench.send(.lost(part, reason: "gone"))
    bench.send(.lost(part, reason: "gone"))
    bench.send(.back(part))
    bench.send(.back(part))
    #expect(bench.announcements == [.fault(part, "gone"), .recovered(part)])
  }

  @Test("lights: the camera is not used while nothing can say that it is on")
  func lights() {
    var bench = Bench()
    bench.look()
    bench.send(.lost(.lights, reason: "gone"))
    #expect(bench.did(.closeCamera))
    bench.send(.cameraClosed)
    bench.look()
    #expect(!bench.cameraIsOpen)
    #expect(bench.did(.play(.standard)))
    bench.send(.timerFired(.lights))
    #expect(bench.timers == [.lights: .seconds(5)])
    bench.send(.back(.lights))
    #expect(bench.timers.isEmpty)
    #expect(bench.lamps == .dark)
    bench.look()
    #expect(bench.cameraIsOpen)
  }

  @Test("button lost while it is held does not toggle privacy later")
  func button() {
    var bench = Bench()
    bench.down()
    bench.send(.lost(.button, reason: "gone"))
    #expect(bench.timers[.hold] == nil)
    bench.send(.timerFired(.hold))
    #expect(!bench.machine.privacy)
  }
}
