import Appliance
import Domain

/// What must hold whatever happened; each returns the sentence that was broken, or nil.
struct Invariants {
  /// Checks the step from `before` to `after`; `isOrderly` when the camera has behaved as cameras can.
  static func broken(before: Bench, after: Bench, isOrderly: Bool) -> String? {
    let machine = after.machine
    let opened = after.latest.contains { if case .openCamera = $0 { true } else { false } }
    if machine.privacy && (opened || machine.shutter == .open) { return "the camera opens under privacy" }
    if machine.timers.contains(.watch) && !machine.isWatching { return "the next look waits though nobody watches" }
    if machine.isWatching && !machine.privacy && !machine.timers.contains(.watch),
      case .idle = machine.attention
    {
      return "watching has stopped by itself"
    }
    if machine.timers != Set(after.timers.keys) { return "timers run that the machine does not know" }
    if (machine.signal != nil) != machine.timers.contains(.blink) { return "blinking without a signal" }
    if case .idle = machine.attention, !machine.timers.isDisjoint(with: [.look, .secondPress]) {
      return "a look's timer runs without a look"
    }
    if machine.gesture == .up && machine.timers.contains(.hold) { return "the hold timer runs without a finger" }
    if !machine.faults.contains(.lights), after.lamps != machine.lamps { return "the lights do not show the state" }
    if let problem = lookEnds(before, after) { return problem }
    guard isOrderly else { return nil }
    if after.cameraWasOpenedTwice { return "the camera is opened twice" }
    if after.cameraIsOpen && machine.shutter == .closed { return "the camera is open and the machine does not know" }
    if !machine.faults.contains(.lights), after.lamps?.camera != after.cameraIsOpen {
      return "the camera light is not the camera's"
    }
    return nil
  }

  /// Every look ends once, and the hub hears of it once, unless a second press dropped it.
  private static func lookEnds(_ before: Bench, _ after: Bench) -> String? {
    let ends = after.latest.compactMap { if case .lookOver(let end) = $0 { end } else { nil } }
    guard case .looking(let look) = before.machine.attention else {
      return ends.isEmpty ? nil : "a look ends that never began"
    }
    guard case .idle = after.machine.attention else { return ends.isEmpty ? nil : "a look goes on after its end" }
    guard ends.count == 1 else { return "a look ends \(ends.count) times" }
    let heard = after.latest.count {
      switch $0 {
      case .tell(.event(.detected)), .tell(.event(.noFace)), .tell(.event(.notSure)), .tell(.event(.cancelled)),
        .tell(.event(.fault(part: "camera", reason: _))), .tell(.event(.fault(part: "lights", reason: _))):
        true
      default: false
      }
    }
    switch ends[0] {
    case .dropped: return heard == 0 ? nil : "the hub hears of a dropped look"
    case .outcome where look.asker == .watch, .cancelled where look.asker == .watch,
      .failed where look.asker == .watch:
      return heard <= 1 ? nil : "the hub hears twice of a failed look"
    case .outcome, .cancelled, .failed: return heard == 1 ? nil : "the hub hears \(heard) times of one look"
    }
  }
}
