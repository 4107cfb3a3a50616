import Domain
import Hub

/// What the service tells its log, on standard error: faults, and what plays. Never a mood, and never why a song was
/// chosen, which would tell it.
enum Journal {
  static func write(_ text: String) {
    Terminal.progress(nil)
    Terminal.write(text + "\n", to: 2)
  }

  static func write(_ bulletin: Bulletin) {
    guard case .event(let event) = bulletin else { return }
    switch event {
    case .fault(let part, let reason): write("\(part): \(reason)")
    case .recovered(let part): write("\(part): works again")
    case .privacyOn: write("privacy is on")
    case .privacyOff: write("privacy is off")
    case .trackStarted(let track, _): write("playing \(track.path)")
    case .detected, .noFace, .notSure, .cancelled, .trackEnded: break
    }
  }
}
