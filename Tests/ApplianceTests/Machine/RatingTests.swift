import Appliance
import Domain
import Hub
import Testing

@Suite("The machine, asked for its owner's taste")
struct RatingTests {
  @Test("takes down what is said of the song that plays, and goes on to the next when it is not liked")
  func rates() {
    var bench = Bench()
    #expect(bench.send(.asked(.rate(liked: true), by: .listener)).contains(.refuse("Nothing is playing.")))
    bench.send(.asked(.play(.happy), by: .listener))
    #expect(bench.send(.asked(.rate(liked: true), by: .listener)) == [.rate(liked: true)])
    #expect(bench.send(.asked(.rate(liked: false), by: .listener)) == [.rate(liked: false), .next])
    bench.send(.asked(.pause, by: .listener))
    #expect(bench.send(.asked(.rate(liked: false), by: .listener)) == [.rate(liked: false)])
  }

  @Test("remembers its policy, and tells it at the start and on change")
  func policy() {
    var bench = Bench()
    let effects = bench.send(.asked(.policy(.lift), by: .owner))
    #expect(effects.contains(.policy(.lift)) && effects.contains(.tell(.policy(.lift))))
    #expect(bench.machine.remembered.policy == .lift)
    #expect(bench.send(.asked(.policy(.lift), by: .owner)).isEmpty)
    var machine = ApplianceMachine(stored: StoredState(privacy: false, volume: 40, policy: .steady))
    let started = machine.handle(.started)
    #expect(started.contains(.policy(.steady)) && started.contains(.tell(.policy(.steady))))
  }
}
