import Devices
import Domain
import Hub

/// What the box does, decided: events go in, effects come out, and nothing else happens here. No clock, no device, no
/// task. What a person can observe of the box's behaviour is all in this value.
///
/// Its state is a product: attention (idle, looking) × playback × privacy × watching × faults.
package struct ApplianceMachine: Equatable, Sendable {
  package let parameters: Parameters

  package internal(set) var attention = Attention.idle
  package internal(set) var gesture = Gesture.up
  /// When the button last came up after a short press; a press soon after means "next".
  package internal(set) var lastRelease: Duration?
  package internal(set) var shutter = Shutter.closed

  package internal(set) var privacy: Bool
  /// What the hub was told last; it is told what is stored.
  package internal(set) var announcedPrivacy: Bool
  package internal(set) var volume: Int
  /// What music does with a mood.
  package internal(set) var policy: MusicPolicy

  /// Whether the box looks from time to time without being asked.
  package internal(set) var isWatching: Bool
  /// Whether the clock says that it may.
  package internal(set) var isWatchTime = true
  /// Another mood than the last, seen in passing, that has yet to last.
  package internal(set) var candidate: Emotion?

  package internal(set) var playback = PlayerStatus.State.stopped
  package internal(set) var mix: Mix?
  /// Whether a song of the mix was played to its end or skipped by somebody since the mix began.
  package internal(set) var isHeard = false

  /// The last mood found.
  package internal(set) var mood: Mood?
  package internal(set) var faults: Set<Part> = []
  /// Whether the library is at fault only because there was nothing to play: then a song that plays mends it.
  package internal(set) var hadNothingToPlay = false

  package internal(set) var signal: LightSignal?
  package internal(set) var signalStep = 0
  /// A signal that is shown once, when nothing more important is.
  package internal(set) var flash: LightSignal?
  /// What the lights show; nil when unknown.
  package internal(set) var shown: Lamps?

  /// The timers that run.
  package internal(set) var timers: Set<BoxTimer> = []
  private var effects: [Effect] = []

  /// A box that remembers `stored` from before it was switched off.
  package init(_ parameters: Parameters = Parameters(), stored: StoredState) {
    self.parameters = parameters
    privacy = stored.privacy
    announcedPrivacy = stored.privacy
    volume = min(max(stored.volume, 0), parameters.volumeLimit)
    isWatching = stored.watching
    policy = stored.policy
  }

  /// What the box must remember.
  package var remembered: StoredState {
    StoredState(privacy: privacy, volume: volume, watching: isWatching, policy: policy)
  }

  /// Takes in what happened and returns what to do about it, in order.
  package mutating func handle(_ event: Event) -> [Effect] {
    switch event {
    case .started:
      emit(.volume(volume))
      emit(.tell(.privacy(privacy)))
      emit(.tell(.watching(isWatching)))
      emit(.policy(policy))
      emit(.tell(.policy(policy)))
      restartWatch()
    case .button(let edge): handle(edge)
    case .timerFired(let timer): if timers.remove(timer) != nil { fire(timer) }
    case .watchHours(let isWatchTime): self.isWatchTime = isWatchTime
    case .asked(let command, let role): handle(command, by: role)
    case .lookDecided(let outcome): decide(outcome)
    case .cameraClosed: cameraClosed()
    case .lost(let part, let reason): lose(part, reason)
    case .back(let part): recover(part)
    case .trackStarted(let choice):
      if hadNothingToPlay { recover(.library) }
      announce(.trackStarted(choice.track, because: choice.reason))
    case .trackEnded(let track, let ending):
      if ending == .finished { isHeard = true }
      announce(.trackEnded(track))
    case .trackFailed(let track, let reason): announce(.fault(.library, "\(track.path): \(reason)"))
    case .queueEnded: queueEnded()
    case .nothingToPlay(let reason, let state): nothingToPlay(reason, still: state)
    case .playerChanged(let status): emit(.tell(.player(status)))
    case .musicRestored(let wasPlaying): restored(wasPlaying: wasPlaying)
    case .stored(let state):
      recover(.storage)
      announcePrivacy(state.privacy)
    case .storeFailed(let reason): storeFailed(reason)
    case .privacyKept(let reason): privacyKept(reason)
    }
    refreshLights()
    defer { effects = [] }
    return effects
  }

  private mutating func fire(_ timer: BoxTimer) {
    switch timer {
    case .hold: held()
    case .secondPress: stopKeepingBack()
    case .look: lookTimedOut()
    case .blink: stepSignal()
    case .lights: retryLights()
    case .store: store()
    case .watch: watch()
    case .dwell: break  // the candidate has lasted; the next look decides
    }
  }

  mutating func emit(_ effect: Effect) { effects.append(effect) }

  mutating func announce(_ event: HubEvent) { emit(.tell(.event(event))) }

  mutating func start(_ timer: BoxTimer, _ length: Duration) {
    timers.insert(timer)
    emit(.startTimer(timer, length))
  }

  mutating func cancel(_ timer: BoxTimer) {
    if timers.remove(timer) != nil { emit(.cancelTimer(timer)) }
  }
}
