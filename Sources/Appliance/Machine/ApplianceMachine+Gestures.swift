import Devices

/// The button: gestures act when it comes up, except holding, which acts when it was held long enough.
extension ApplianceMachine {
  mutating func handle(_ edge: ButtonEdge) {
    switch (gesture, edge.kind) {
    case (_, .pressed):  // also when a release was missed
      gesture = .down(intent(at: edge.time), since: edge.time)
      start(.hold, parameters.hold)
    case (.down(let intent, let start), .released):
      cancel(.hold)
      // The edges' own times decide: on a busy box the timer may be late, and nobody who asked for privacy is looked at.
      if edge.time - start >= parameters.hold {
        held()
        lastRelease = nil
      } else {
        act(on: intent, at: edge.time)
      }
      gesture = .up
    case (.held, .released):
      gesture = .up
      lastRelease = nil
    case (.up, .released): break  // the press came before the box was up
    }
  }

  /// The button was held: this toggles privacy, whatever the press would have meant.
  mutating func held() {
    guard case .down = gesture else { return }
    gesture = .held
    setPrivacy(!privacy)
  }

  private mutating func intent(at time: Duration) -> Gesture.Intent {
    if let lastRelease, time - lastRelease <= parameters.secondPress {
      if isLooking { endLook(.dropped) }
      return .next
    }
    guard case .looking(let look) = attention else { return .look }
    return look.asker == .watch ? .look : .cancel
  }

  private mutating func act(on intent: Gesture.Intent, at time: Duration) {
    switch intent {
    case .look:
      lastRelease = time
      beginLook(for: .button)
    case .next:
      lastRelease = time
      next()
    case .cancel:
      lastRelease = nil
      cancelLook()
    }
  }
}
