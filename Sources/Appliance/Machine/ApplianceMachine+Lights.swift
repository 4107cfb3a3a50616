import Devices
import Domain

/// The lights are a function of the state; signals make them blink.
extension ApplianceMachine {
  /// What the lights should show now.
  package var lamps: Lamps {
    var lamps = Lamps(camera: shutter != .closed, privacy: privacy)
    if let colour = signal?.steps[signalStep].colour {
      lamps.colour = colour
    } else if let mood {
      lamps.colour = Colour(mood.emotion)
      lamps.emotion = mood.emotion
    }
    return lamps
  }

  mutating func refreshLights() {
    refreshSignal()
    guard !faults.contains(.lights), shown != lamps else { return }
    shown = lamps
    emit(.light(lamps))
  }

  /// Starts the signal that the state calls for, if another was shown.
  mutating func refreshSignal() {
    let wanted = wantedSignal
    guard signal != wanted else { return }
    signal = wanted
    signalStep = 0
    if let wanted { start(.blink, wanted.steps[0].length) } else { cancel(.blink) }
  }

  mutating func stepSignal() {
    guard let signal else { return }
    signalStep += 1
    if signalStep == signal.steps.count {
      signalStep = 0
      if !signal.repeats {
        flash = nil
        self.signal = nil
        return
      }
    }
    start(.blink, signal.steps[signalStep].length)
  }

  /// Broken lights cannot blink.
  private var wantedSignal: LightSignal? {
    if faults.contains(.lights) { return nil }
    // A look in passing does not blink: the camera's own light says that it looks.
    if case .looking(let look) = attention, look.asker != .watch { return .looking }
    if let flash { return flash }
    return faults.isEmpty ? nil : .broken
  }
}
