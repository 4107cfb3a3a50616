import Appliance
import Domain
import Testing

@Suite("The music")
struct MusicTests {
  @Test("goes on with new songs of the mix when the songs have run out")
  func goesOn() {
    var bench = Bench()
    bench.look()
    bench.find(.mood(Bench.happy))
    bench.send(.trackStarted(Bench.song))
    bench.send(.trackEnded(Bench.song.track, .finished))
    bench.forget()
    bench.send(.queueEnded)
    #expect(bench.did(.play(.mood(Bench.happy))))
  }

  @Test("stops, and says so, when none of the songs could be played")
  func allMissing() {
    var bench = Bench()
    bench.send(.asked(.play(.happy), by: .listener))
    bench.send(.trackFailed(Bench.song.track, reason: "no such file"))
    bench.forget()
    bench.send(.queueEnded)
    #expect(bench.announcements == [.fault(.library, "none of the songs could be played")])
    #expect(bench.machine.playback == .stopped)
    #expect(!bench.did(.play(.emotion(.happy))))
  }

  @Test("names a song that could not be played, which is no broken part")
  func missingSong() {
    var bench = Bench()
    bench.send(.asked(.play(.happy), by: .listener))
    bench.send(.trackFailed(Bench.song.track, reason: "no such file"))
    #expect(bench.announcements == [.fault(.library, "a.flac: no such file")])
    #expect(bench.machine.faults.isEmpty)
  }

  @Test("of an empty library is a fault until a song plays")
  func empty() {
    var bench = Bench()
    bench.send(.asked(.play(nil), by: .listener))
    bench.send(.nothingToPlay(reason: "no songs", still: .stopped))
    #expect(bench.machine.playback == .stopped)
    bench.send(.asked(.play(nil), by: .listener))
    bench.send(.trackStarted(Bench.song))
    #expect(
      bench.announcements == [
        .fault(.library, "no songs"), .recovered(.library), .trackStarted(Bench.song.track, because: "It fits."),
      ])
  }

  @Test("of a library that cannot be written mends nothing of it")
  func unwritable() {
    var bench = Bench()
    bench.send(.lost(.library, reason: "the disk is full"))
    bench.send(.asked(.play(nil), by: .listener))
    bench.send(.trackStarted(Bench.song))
    bench.send(.lost(.library, reason: "the disk is full"))
    bench.send(.trackStarted(Bench.song))
    #expect(bench.machine.faults == [.library])
    #expect(bench.announcements.filter { $0 == .fault(.library, "the disk is full") }.count == 1)
    bench.send(.back(.library))
    #expect(bench.machine.faults.isEmpty)
  }

  @Test("of an empty library leaves alone what still plays")
  func emptyWhilePlaying() {
    var bench = Bench()
    bench.send(.asked(.play(nil), by: .listener))
    bench.send(.asked(.play(.sad), by: .listener))
    bench.send(.nothingToPlay(reason: "no songs", still: .playing))
    #expect(bench.machine.playback == .playing)
    #expect(bench.machine.faults == [.library])
  }

  @Test("does not start by itself when the box starts")
  func quietStart() {
    let bench = Bench()
    #expect(
      bench.effects == [
        .volume(40), .tell(.privacy(false)), .tell(.watching(false)), .policy(.match), .tell(.policy(.match)),
        .light(.dark),
      ])
  }

  @Test("pauses, resumes and stops, and refuses what makes no sense while silent")
  func transport() {
    var bench = Bench()
    for command in [Command.pause, .resume, .previous, .seek(.seconds(1))] {
      bench.send(.asked(command, by: .listener))
      #expect(bench.latest.contains { if case .refuse = $0 { true } else { false } }, "\(command)")
    }
    bench.send(.asked(.play(nil), by: .listener))
    bench.forget()
    for command in [Command.pause, .resume, .next, .previous, .seek(.seconds(1)), .stop] {
      bench.send(.asked(command, by: .listener))
    }
    #expect(bench.effects == [.pause, .resume, .next, .previous, .seek(.seconds(1)), .stop])
    bench.send(.queueEnded)
    #expect(bench.machine.playback == .stopped)
  }

  @Test("never gets louder than its limit, at start or later")
  func limit() {
    var parameters = ApplianceMachine.Parameters()
    parameters.volumeLimit = 60
    var bench = Bench(parameters, volume: 95)
    #expect(bench.did(.volume(60)))
    bench.send(.asked(.volume(100), by: .listener))
    #expect(bench.latest.first == .volume(60))
    bench.send(.asked(.volume(-5), by: .listener))
    #expect(bench.latest.first == .volume(0))
  }

  @Test("stores a volume once it has come to rest")
  func storesVolume() {
    var bench = Bench()
    for volume in 20...30 { bench.send(.asked(.volume(volume), by: .listener)) }
    #expect(!bench.effects.contains { if case .store = $0 { true } else { false } })
    bench.send(.timerFired(.store))
    #expect(bench.times(.store(StoredState(privacy: false, volume: 30))) == 1)
    #expect(bench.timers.isEmpty)
  }

  @Test("that played before the box was switched off waits, paused, and goes on when it is asked for")
  func restored() {
    var bench = Bench()
    bench.send(.musicRestored(wasPlaying: true))
    #expect(bench.machine.playback == .paused)
    #expect(!bench.did(.resume), "nobody is woken by a power cut")
    bench.send(.asked(.play(nil), by: .listener))
    #expect(bench.did(.resume) && bench.machine.playback == .playing)
    bench.forget()
    bench.send(.queueEnded)
    #expect(bench.did(.play(.standard)))
  }

  @Test("goes on by itself after a power cut only where the owner has set so and it was playing")
  func autoplay() {
    var parameters = ApplianceMachine.Parameters()
    parameters.resumesMusic = true
    for wasPlaying in [true, false] {
      var machine = ApplianceMachine(parameters, stored: StoredState(privacy: false, volume: 40))
      #expect(machine.handle(.musicRestored(wasPlaying: wasPlaying)).contains(.resume) == wasPlaying)
    }
  }

  @Test("that somebody has asked for meanwhile is not replaced by what played before")
  func restoredLate() {
    var bench = Bench()
    bench.send(.asked(.play(.happy), by: .listener))
    bench.send(.musicRestored(wasPlaying: false))
    #expect(bench.machine.playback == .playing && bench.machine.mix == .emotion(.happy))
  }
}
