import Appliance
import Domain
import Testing

@Suite("The button")
struct GestureTests {
  @Test("looks when it comes up, not before")
  func looks() {
    var bench = Bench()
    bench.down()
    #expect(!bench.cameraIsOpen)
    bench.up()
    #expect(bench.cameraIsOpen)
    #expect(bench.lamps?.camera == true)
  }

  @Test("skips on a second press within 350 ms, and nobody hears of the look")
  func skips() {
    var bench = Bench()
    bench.send(.asked(.play(.sad), by: .listener))
    bench.forget()
    bench.press()
    bench.press(after: .milliseconds(350))
    #expect(bench.times(.next) == 1)
    #expect(bench.did(.lookOver(.dropped)))
    #expect(bench.announcements.isEmpty)
    bench.send(.cameraClosed)
    #expect(bench.lamps?.camera == false)
    #expect(bench.timers.isEmpty)
  }

  @Test("drops even a mood that was found before the second press")
  func skipsPastMood() {
    var bench = Bench()
    bench.send(.asked(.play(.sad), by: .listener))
    bench.forget()
    bench.press()
    bench.find(.mood(Bench.happy))
    #expect(bench.announcements.isEmpty)
    #expect(bench.lamps?.emotion == nil)
    bench.press(after: .milliseconds(200))
    #expect(bench.times(.next) == 1)
    #expect(bench.announcements.isEmpty)
    #expect(!bench.did(.play(.mood(Bench.happy))))
  }

  @Test("shows a mood that was found early when the time for a second press is over")
  func keepsBack() {
    var bench = Bench()
    bench.press()
    bench.find(.mood(Bench.happy))
    bench.send(.timerFired(.secondPress))
    #expect(bench.announcements == [.detected(Bench.happy)])
    #expect(bench.did(.play(.mood(Bench.happy))))
    #expect(!bench.cameraIsOpen)
  }

  @Test("skips again with each further quick press")
  func skipsTwice() {
    var bench = Bench()
    bench.send(.asked(.play(nil), by: .listener))
    bench.press()
    bench.press(after: .milliseconds(200))
    bench.press(after: .milliseconds(200))
    #expect(bench.times(.next) == 2)
  }

  @Test("cancels a look with a later press")
  func cancels() {
    var bench = Bench()
    bench.look()
    bench.press(after: .milliseconds(351))
    #expect(bench.announcements == [.cancelled])
    #expect(bench.times(.closeCamera) == 1)
    bench.send(.cameraClosed)
    #expect(bench.lamps == .dark)
    #expect(bench.timers.isEmpty)
  }

  @Test("does not look anew when the look that was to be cancelled ended while the button was down")
  func cancelsTooLate() {
    var bench = Bench()
    bench.look()
    bench.down(after: .seconds(1))
    bench.find(.mood(Bench.happy))
    bench.up()
    #expect(bench.announcements == [.detected(Bench.happy)])
    #expect(!bench.cameraIsOpen)
  }

  @Test("toggles privacy when held, and never looks")
  func holds() {
    var bench = Bench()
    bench.hold()
    #expect(bench.machine.privacy)
    bench.hold()
    #expect(!bench.machine.privacy)
    #expect(!bench.effects.contains { if case .openCamera = $0 { true } else { false } })
  }

  @Test("toggles privacy by the time it was held, also when its timer is late")
  func holdsOnABusyBox() {
    var bench = Bench()
    bench.down()
    bench.up(after: .milliseconds(1500))
    #expect(bench.machine.privacy)
    #expect(bench.timers[.hold] == nil)
    bench.press()
    #expect(!bench.cameraIsOpen)
    #expect(!bench.effects.contains { if case .openCamera = $0 { true } else { false } })
  }

  @Test("turns privacy on, ending the look, when held while looking")
  func holdsWhileLooking() {
    var bench = Bench()
    bench.look()
    bench.hold()
    bench.send(.cameraClosed)
    #expect(bench.machine.privacy)
    #expect(bench.announcements == [.cancelled])
    #expect(bench.lamps?.camera == false && bench.lamps?.privacy == true)
  }

  @Test("survives edges that were missed")
  func missedEdges() {
    var bench = Bench()
    bench.up()
    #expect(!bench.cameraIsOpen)
    bench.down()
    bench.down()
    bench.up()
    #expect(bench.cameraIsOpen)
    #expect(bench.timers[.hold] == nil)
  }

  @Test("makes a look in passing its own")
  func takesOver() {
    var bench = Bench(watching: true)
    bench.send(.timerFired(.watch))
    #expect(bench.cameraIsOpen)
    bench.look()
    bench.find(.mood(Bench.happy))
    #expect(bench.did(.play(.mood(Bench.happy))))
  }
}
