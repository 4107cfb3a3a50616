import Domain
import Hub

/// Looks: from the first frame asked for to the outcome.
extension ApplianceMachine {
  var isLooking: Bool { attention != .idle }

  /// Starts a look if that is allowed and possible; otherwise the box plays on without one. Somebody who asks while
  /// the box is looking is told what that look finds; a look in passing becomes theirs.
  mutating func beginLook(for asker: Look.Asker) {
    if case .looking(let look) = attention {
      guard look.asker == .watch else { return }
      attention = .looking(Look(asker: asker, isKeptBack: asker == .button, found: look.found))
      if asker == .button { start(.secondPress, parameters.secondPress) }
      return
    }
    if let reason = reasonNotToLook {
      switch asker {
      case .button: playOn()
      case .request: emit(.refuse(reason))
      case .watch: restartWatch()
      }
      return
    }
    attention = .looking(Look(asker: asker, isKeptBack: asker == .button))
    if asker != .watch { flash = nil }
    start(.look, parameters.lookLimit)
    if asker == .button { start(.secondPress, parameters.secondPress) }
    // A camera that is still closing after the last look is opened again when it has closed.
    if shutter == .closed { openCamera() }
  }

  /// The camera is used only while its light can be trusted to say so.
  private var reasonNotToLook: String? {
    if privacy { return "Privacy is on: the button on the box turns it off when held." }
    if faults.contains(.lights) { return "The lights are broken, so the box cannot show that its camera is on." }
    return nil
  }

  private mutating func openCamera() {
    shutter = .open
    refreshSignal()
    let lamps = lamps
    shown = lamps
    emit(.openCamera(showing: lamps))
  }

  mutating func decide(_ outcome: LookOutcome) {
    guard shutter == .open else { return }  // of a look that was cancelled meanwhile
    shutter = .closing
    recover(.camera)
    guard case .looking(var look) = attention else { return }
    cancel(.look)
    if look.isKeptBack {
      look.found = outcome
      attention = .looking(look)
    } else {
      conclude(look, outcome)
    }
  }

  mutating func stopKeepingBack() {
    guard case .looking(var look) = attention else { return }
    look.isKeptBack = false
    attention = .looking(look)
    if let found = look.found { conclude(look, found) }
  }

  private mutating func conclude(_ look: Look, _ outcome: LookOutcome) {
    endLook(.outcome(outcome))
    switch outcome {
    case .mood(let mood):
      if look.asker == .watch {
        glimpse(mood)
      } else {
        see(mood)
        play(.mood(mood))
      }
    case .notSure(let scores):
      if look.asker != .watch { withoutMood(.notSure(scores), .notSure) }
    case .noFace:
      look.asker == .watch ? forgetCandidate() : withoutMood(.noFace, .noFace)
    }
  }

  /// The mood of the box is this from now on.
  mutating func see(_ mood: Mood) {
    forgetCandidate()
    self.mood = mood
    announce(.detected(mood))
    emit(.tell(.mood(mood)))
  }

  /// Without a mood the box says so and plays on; a look in passing stays quiet.
  private mutating func withoutMood(_ event: HubEvent, _ signal: LightSignal) {
    announce(event)
    flash = signal
    playOn()
  }

  mutating func cancelLook() {
    guard case .looking(let look) = attention else { return }
    endLook(.cancelled)
    if look.asker != .watch { announce(.cancelled) }
  }

  /// Leaves the look, whatever came of it; the camera is told to close if it has not been.
  mutating func endLook(_ end: LookEnd) {
    attention = .idle
    cancel(.look)
    cancel(.secondPress)
    if shutter == .open {
      shutter = .closing
      emit(.closeCamera)
    }
    emit(.lookOver(end))
    restartWatch()
  }

  mutating func cameraClosed() {
    let before = shutter
    shutter = .closed
    guard case .looking(let look) = attention, look.found == nil else { return }
    switch before {
    case .closed: break
    case .closing: openCamera()  // for the look that has waited
    case .open: failLook(look, "the camera closed by itself")
    }
  }

  mutating func cameraLost(_ reason: String) {
    let before = shutter
    shutter = .closed
    guard case .looking(let look) = attention, look.found == nil else {
      insertFault(.camera, reason)
      return
    }
    switch before {
    case .closing: openCamera()  // it was the last look's; this one tries for itself
    case .open, .closed: failLook(look, reason)
    }
  }

  mutating func lookTimedOut() {
    guard case .looking(let look) = attention, look.found == nil else { return }
    failLook(look, "the camera gave no pictures")
  }

  /// A look that ends for want of a part. Whoever pressed the button hears of it each time.
  mutating func failLook(_ look: Look, _ reason: String, because part: Part = .camera) {
    endLook(.failed(reason))
    let isNew = faults.insert(part).inserted
    if isNew || look.asker != .watch { announce(.fault(part, reason)) }
    if look.asker != .watch { playOn() }
  }
}
