/// Parts that break and come back: each changes only what it must.
extension ApplianceMachine {
  mutating func lose(_ part: Part, _ reason: String) {
    switch part {
    case .camera: cameraLost(reason)
    case .lights: lightsLost(reason)
    case .button:
      gesture = .up
      lastRelease = nil
      cancel(.hold)
      insertFault(.button, reason)
    case .storage:
      insertFault(part, reason)
      start(.store, parameters.storeRetry)
    case .library:
      hadNothingToPlay = false
      insertFault(part, reason)
    case .speaker, .broker: insertFault(part, reason)
    }
  }

  mutating func recover(_ part: Part) {
    guard faults.remove(part) != nil else { return }
    if part == .lights { cancel(.lights) }
    if part == .library { hadNothingToPlay = false }
    announce(.recovered(part))
  }

  /// Says once that a part is broken.
  mutating func insertFault(_ part: Part, _ reason: String) {
    if faults.insert(part).inserted { announce(.fault(part, reason)) }
  }

  /// Without lights nothing could say that the camera is on, so a look ends.
  private mutating func lightsLost(_ reason: String) {
    shown = nil
    start(.lights, parameters.lightsRetry)
    if case .looking(let look) = attention, look.found == nil {
      failLook(look, reason, because: .lights)
    } else {
      insertFault(.lights, reason)
    }
  }

  mutating func retryLights() {
    guard faults.contains(.lights) else { return }
    start(.lights, parameters.lightsRetry)
    emit(.light(lamps))
  }
}
