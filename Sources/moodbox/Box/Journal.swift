import Domain
import Hub

/// What the service tells its log, on standard error: faults, and what plays. Never a mood, and never why a song was
/// chosen, which would tell it.
enum Journal {
  static func write(_ text: String) {
    Outlet.errors.write(text + "\n")
  }

  static func write(_ bulletin: Bulletin) {
    if let line = line(for: bulletin) { write(line) }
  }

  static func line(for bulletin: Bulletin) -> String? {
    guard case .event(let event) = bulletin else { return nil }
    return switch event {
    case .fault(let part, let reason): "\(part): \(Terminal.harmless(reason, inOneLine: true))"
    case .recovered(let part): "\(part): works again"
    case .privacyOn: "privacy is on"
    case .privacyOff: "privacy is off"
    // A file's name may hold anything, line breaks too, and a log is read on terminals.
    case .trackStarted(let track, _): "playing \(Terminal.harmless(track.path, inOneLine: true))"
    case .songsChanged(let added, let changed, let missing, let songs):
      "the library has \(songs) songs now: \(added) new, \(changed) changed, \(missing) gone"
    case .detected, .noFace, .notSure, .cancelled, .trackEnded: nil
    }
  }
}
