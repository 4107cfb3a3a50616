import Appliance
import Devices
import Domain
import Hub

/// A machine on the bench: it runs the machine's timers and camera by hand and keeps what the machine did.
struct Bench {
  var machine: ApplianceMachine
  private(set) var effects: [Effect] = []
  /// What the last event led to.
  private(set) var latest: [Effect] = []
  private(set) var lamps: Lamps?
  private(set) var timers: [BoxTimer: Duration] = [:]
  /// The camera itself: whether it can see.
  private(set) var cameraIsOpen = false
  /// It was told to open while it was.
  private(set) var cameraWasOpenedTwice = false
  private(set) var now: Duration = .seconds(1000)

  init(
    _ parameters: ApplianceMachine.Parameters = ApplianceMachine.Parameters(), privacy: Bool = false, volume: Int = 40,
    watching: Bool = false
  ) {
    machine = ApplianceMachine(
      parameters, stored: StoredState(privacy: privacy, volume: volume, watching: watching))
    send(.started)
  }

  @discardableResult
  mutating func send(_ event: Event) -> [Effect] {
    switch event {
    case .cameraClosed, .lost(.camera, _): cameraIsOpen = false
    case .timerFired(let timer): timers[timer] = nil
    default: break
    }
    latest = machine.handle(event)
    for effect in latest {
      switch effect {
      case .openCamera(let lamps):
        self.lamps = lamps
        cameraWasOpenedTwice = cameraWasOpenedTwice || cameraIsOpen
        cameraIsOpen = true
      case .light(let lamps): self.lamps = lamps
      case .startTimer(let timer, let length): timers[timer] = length
      case .cancelTimer(let timer): timers[timer] = nil
      default: break
      }
    }
    effects += latest
    return latest
  }

  mutating func down(after wait: Duration = .seconds(10)) {
    now += wait
    send(.button(ButtonEdge(.pressed, at: now)))
  }

  mutating func up(after wait: Duration = .milliseconds(80)) {
    now += wait
    send(.button(ButtonEdge(.released, at: now)))
  }

  mutating func press(after wait: Duration = .seconds(10)) {
    down(after: wait)
    up()
  }

  mutating func hold() {
    down()
    send(.timerFired(.hold))
    up(after: .seconds(2))
  }

  /// A press, and the time in which a second one would count.
  mutating func look() {
    press()
    send(.timerFired(.secondPress))
  }

  mutating func find(_ outcome: LookOutcome) {
    send(.lookDecided(outcome))
    send(.cameraClosed)
  }

  /// Steps a signal through until it has ended or begun again; returns what the lights showed.
  mutating func blink() -> [Colour] {
    var colours = [lamps?.colour ?? .off]
    repeat {
      send(.timerFired(.blink))
      colours.append(lamps?.colour ?? .off)
    } while machine.signalStep != 0
    return colours
  }

  func did(_ effect: Effect) -> Bool { effects.contains(effect) }
  func times(_ effect: Effect) -> Int { effects.count { $0 == effect } }
  mutating func forget() { effects = [] }

  var announcements: [HubEvent] {
    effects.compactMap { if case .tell(.event(let event)) = $0 { event } else { nil } }
  }

  static let happy = Mood(
    emotion: .happy, confidence: 0.9, valence: 0.7, arousal: 0.5,
    scores: EmotionScores(weights: [0, 0, 0, 9, 0, 0, 1]))
  static let sad = Mood(
    emotion: .sad, confidence: 0.8, valence: -0.5, arousal: -0.2,
    scores: EmotionScores(weights: [0, 0, 0, 0, 8, 0, 2]))
  static let song = Recommendation(
    track: Track(id: 1, path: "a.flac", title: "A", duration: .seconds(60)), score: 1, reason: "It fits.")
}
