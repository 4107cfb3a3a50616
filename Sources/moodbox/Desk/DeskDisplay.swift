import Devices
import Domain
import Hub

/// The desk's terminal: the lamps, drawn in place in its last line, and above them one line for each thing that happens.
///
/// It shows moods, which the log must not hold: so it is for terminals only, and the caller sees to that.
actor DeskDisplay: Lights {
  private var lamps = Lamps.dark
  private var player = PlayerStatus.State.stopped

  func show(_ lamps: Lamps) {
    self.lamps = lamps
    draw(lines: [])
  }

  func say(_ text: String) { draw(lines: Self.wrapped(Terminal.harmless(text), to: Terminal.width)) }

  func tell(_ bulletin: Bulletin) {
    if case .player(let status) = bulletin {
      if let text = Self.text(from: player, to: status.state) { say(text) }
      player = status.state
    } else if let text = Self.text(for: bulletin) {
      say(text)
    }
  }

  /// Takes the lamps away, and leaves what was said.
  func end() { Terminal.write("\r\u{1B}[K", to: 1) }

  /// In one write, so that a line and the lamps below it appear together.
  private func draw(lines: [String]) {
    let above = lines.map { "\($0)\n" }.joined()
    Terminal.write("\r\u{1B}[K\(above)\(Self.drawing(of: lamps))", to: 1)
  }

  /// What a person at the desk reads; nil for what the lamps show as well, or nobody needs to know.
  static func text(for bulletin: Bulletin) -> String? {
    guard case .event(let event) = bulletin else { return nil }
    switch event {
    case .detected(let mood): return "\(mood.emotion.name) \(percent(mood.confidence))"
    case .noFace: return "no face"
    case .notSure(let scores):
      let likely = Emotion.allCases.sorted { scores[$0] > scores[$1] }.prefix(2)
      return "not sure: \(likely.map { "\($0.name) \(percent(scores[$0]))" }.joined(separator: ", "))"
    case .cancelled: return "the look was cancelled"
    case .privacyOn: return "privacy is on: the camera is closed"
    case .privacyOff: return "privacy is off"
    case .trackStarted(let track, let because):
      let artist = track.artist.isEmpty ? "" : " by \(track.artist)"
      return "♪ \(track.title)\(artist)\(because.isEmpty ? "" : "\n  \(because)")"
    case .trackEnded, .songsChanged: return nil
    case .fault(let part, let reason): return "\(part): \(reason)"
    case .recovered(let part): return "\(part): works again"
    }
  }

  private static func text(from before: PlayerStatus.State, to now: PlayerStatus.State) -> String? {
    switch (before, now) {
    case (.playing, .paused): "paused"
    case (.paused, .playing): "going on"
    case (.playing, .stopped), (.paused, .stopped): "the music has stopped"
    default: nil
    }
  }

  /// Broken between words into lines of at most `width` characters; what follows a break is set in by two.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    text.split(separator: "\n").flatMap { paragraph in
      var lines: [String] = []
      var line = String(paragraph.prefix { $0 == " " })
      var isEmpty = true
      for word in paragraph.split(separator: " ") {
        if !isEmpty && line.count + 1 + word.count > width {
          lines.append(line)
          line = "  "
          isEmpty = true
        }
        line += isEmpty ? "\(word)" : " \(word)"
        isEmpty = false
      }
      return lines + [line]
    }
  }

  private static func percent(_ share: Float) -> String { "\(Int((share * 100).rounded())) %" }

  private static func drawing(of lamps: Lamps) -> String {
    let colour = lamps.colour
    // The eight basic colours of terminals are numbered by the same three bits.
    let code = 30 + (colour.red ? 1 : 0) + (colour.green ? 2 : 0) + (colour.blue ? 4 : 0)
    let lamp = colour == .off ? "○" : "\u{1B}[\(code);1m●\u{1B}[0m"
    let words =
      [lamps.emotion?.name] + [lamps.camera ? "[camera on]" : nil, lamps.privacy ? "[privacy on]" : nil]
    return ([lamp] + words.compactMap { $0 }).joined(separator: "  ") + " "
  }
}
