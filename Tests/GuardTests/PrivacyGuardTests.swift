import Devices
import Guard
import Testing

@Suite("The privacy guard")
struct PrivacyGuardTests {
  private static func guardian(_ edges: [ButtonEdge], on: Bool = true) -> PrivacyGuard {
    var guardian = PrivacyGuard(isOn: on)
    for edge in edges { guardian.handle(edge) }
    return guardian
  }

  private func down(_ seconds: Double) -> ButtonEdge { ButtonEdge(.pressed, at: .seconds(seconds)) }
  private func up(_ seconds: Double) -> ButtonEdge { ButtonEdge(.released, at: .seconds(seconds)) }

  private func givesBack(after edges: [ButtonEdge], at seconds: Double) -> Bool {
    var guardian = Self.guardian(edges)
    let does = guardian.turnOff(for: .box, at: .seconds(seconds))
    #expect(guardian.isOn != does)
    return does
  }

  @Test("gives the camera back to a box whose button is held")
  func held() {
    #expect(givesBack(after: [down(10)], at: 11.5))
    #expect(givesBack(after: [down(10), up(11.6)], at: 11.7))
  }

  @Test("does not give it back without a button that was held long enough, or lately")
  func refuses() {
    #expect(!givesBack(after: [], at: 100))
    #expect(!givesBack(after: [down(10)], at: 11))
    #expect(!givesBack(after: [down(10), up(10.3)], at: 12))
    #expect(!givesBack(after: [down(10), up(11.6)], at: 20))
    #expect(!givesBack(after: [up(10)], at: 20))
    #expect(!givesBack(after: [down(10), up(11.6), down(12)], at: 12.1))
  }

  @Test("does not take the press that turned privacy on for one that turns it off")
  func onePressOneTurn() {
    var guardian = Self.guardian([down(10)], on: false)
    guardian.turnOn()
    let whileHeld = guardian.turnOff(for: .box, at: .seconds(12))
    #expect(!whileHeld)
    guardian.handle(up(13))
    let afterwards = guardian.turnOff(for: .box, at: .seconds(13))
    #expect(!afterwards)
  }

  @Test("takes each press for one turn only")
  func spent() {
    var guardian = Self.guardian([down(10)])
    let first = guardian.turnOff(for: .box, at: .seconds(12))
    #expect(first)
    guardian.turnOn()
    let second = guardian.turnOff(for: .box, at: .seconds(12))
    #expect(!second)
  }

  @Test("forgets a press when the button is lost")
  func lost() {
    var guardian = Self.guardian([down(10)])
    guardian.buttonLost()
    let given = guardian.turnOff(for: .box, at: .seconds(12))
    #expect(!given)
  }

  @Test("gives it back to root at any time")
  func root() {
    var guardian = Self.guardian([])
    let given = guardian.turnOff(for: .root, at: .seconds(1))
    #expect(given)
    #expect(!guardian.isOn)
  }
}
