import Appliance
import FoundationEssentials
import Hub
import System

/// Keeps the service manager up to date, if one runs the box: that it is ready, what is broken, and that it still lives.
struct Supervision: Sendable {
  private let manager: ServiceManager?

  init(_ manager: ServiceManager? = ServiceManager(environment: ProcessInfo.processInfo.environment)) {
    self.manager = manager
  }

  func ready() { tell(["READY=1", "STATUS=Ready"]) }

  func stopping() { tell(["STOPPING=1", "STATUS=Stopping"]) }

  /// Says what `systemctl status` shows: everybody on the box may read that, so neither a mood nor what plays.
  func tell(_ bulletin: Bulletin) {
    guard case .event(let event) = bulletin else { return }
    switch event {
    case .fault, .recovered, .privacyOn, .privacyOff, .songsChanged:
      if let line = Journal.line(for: bulletin) { tell(["STATUS=\(line)"]) }
    case .trackStarted, .detected, .noFace, .notSure, .cancelled, .trackEnded: break
    }
  }

  /// Has the box itself say from time to time that it lives, until the task is cancelled: when its own loop does not come round to
  /// that, the manager restarts it.
  func keepWatch(over runtime: Runtime) async {
    guard let manager, let watchdog = manager.watchdog else {
      // Nobody waits for a sign.
      for await _ in AsyncStream<Never>.makeStream().stream {}
      return
    }
    while (try? await Task.sleep(for: watchdog / 2)) != nil {
      runtime.pulse { try? manager.tell(["WATCHDOG=1"]) }
    }
  }

  /// A manager that does not listen is its own trouble: the box plays on.
  private func tell(_ assignments: [String]) { try? manager?.tell(assignments) }
}
