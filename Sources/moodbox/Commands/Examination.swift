import FoundationEssentials
import Glibc
import Hub
import Library
import LinuxDevices
import Settings
import System

/// Looks at every part of the box for `doctor`. Opens nothing that a running box holds.
struct Examination {
  let settingsFile: String?

  func findings() async -> [Finding] {
    let settings: Settings
    do {
      settings = try SettingsFile.settings(at: settingsFile)
    } catch {
      return [Finding(part: "settings", verdict: .wrong, words: "\(error)")]
    }
    let file = settingsFile ?? SettingsFile.standard
    let words =
      FileManager.default.fileExists(atPath: file) ? "\(file) is in order" : "there is no \(file): all defaults hold"
    var findings = [Finding(part: "settings", verdict: .ok, words: words)]

    let board = try? SettingsFile.board(of: settings)
    findings.append(
      look("board") {
        let board = try SettingsFile.board(of: settings)
        return .ok("\(board.name)")
      })
    findings.append(network("face", settings) { _ = try $0.faceDetector(sensitivity: settings.vision.sensitivity) })
    findings.append(network("points", settings) { _ = try $0.landmarkFinder() })
    findings.append(network("emotion", settings) { _ = try $0.emotionReader() })
    findings.append(camera(settings, board))
    findings.append(pins(board))
    findings.append(sound(settings, board))
    findings.append(look("music") { try music(settings) })
    findings.append(box(settings))
    await findings.append(catalog(settings))
    findings.append(look("listeners") { try listeners(settings) })
    findings.append(clock())
    let isRunning = ((try? RunningBox(settings)) ?? nil) != nil
    findings += await BrokerExamination(settings: settings, boxIsRunning: isRunning).findings()
    return findings
  }

  private enum Sight {
    case ok(String)
    case note(String)
    case wrong(String)
  }

  private func look(_ part: String, _ body: () throws -> Sight) -> Finding {
    do {
      switch try body() {
      case .ok(let words): return Finding(part: part, verdict: .ok, words: words)
      case .note(let words): return Finding(part: part, verdict: .note, words: words)
      case .wrong(let words): return Finding(part: part, verdict: .wrong, words: words)
      }
    } catch {
      return Finding(part: part, verdict: .wrong, words: "\(error)")
    }
  }

  private func network(_ name: String, _ settings: Settings, _ load: (Networks) throws -> Void) -> Finding {
    look("\(name) net") {
      try load(Networks(folder: settings.models))
      return .ok("\(settings.models)/\(name).tflite can be run")
    }
  }

  private func camera(_ settings: Settings, _ board: Board?) -> Finding {
    look("camera") {
      if settings.camera.device == "none" { return .note("switched off by camera.device") }
      let device = settings.camera(on: board ?? Board())
      if device != "auto" {
        guard access(device, R_OK | W_OK) == 0 else {
          return .wrong("\(device): \(String(cString: strerror(errno))); its users are group video")
        }
        return .ok(device)
      }
      if let found = VideoCamera.devices().first { return .ok(found) }
      return board?.devices == .desk
        ? .note("there is none: the desk sees the pictures of desk.pictures")
        : .wrong("\(CameraError.none)")
    }
  }

  private func pins(_ board: Board?) -> Finding {
    look("pins") {
      guard let board, board.devices == .linux else { return .note("button and lamps are in the terminal") }
      guard Gpio.isAvailable else {
        return .wrong("this build has libgpiod 1, as Debian 12 does, and cannot drive GPIO; Debian 13 has libgpiod 2")
      }
      let chips = Gpio.chips
      guard chips.contains(board.chip) else {
        let there = chips.isEmpty ? "none can be opened; their users are group gpio" : chips.joined(separator: ", ")
        return .wrong("there is no GPIO chip \(board.chip): \(there)")
      }
      if let problem = try Gpio.problem(with: board.lines, of: board.chip) {
        return .wrong("\(board.chip): \(problem); 'moodbox config wiring' shows what the board uses")
      }
      return .ok("\(board.chip), with all \(board.lines.count) lines")
    }
  }

  private func sound(_ settings: Settings, _ board: Board?) -> Finding {
    look("sound") {
      let device = settings.speaker(on: board ?? Board())
      if device == "file" { return .note("goes into \(settings.desk.soundFile)") }
      guard SoundCards.areThere else {
        return board?.devices == .desk
          ? .note("there is no sound card: the desk writes \(settings.desk.soundFile)")
          : .wrong("there is no sound card: aplay -l lists them; the box plays on once there is one")
      }
      return .ok("card is there; device \(device)")
    }
  }

  private func music(_ settings: Settings) throws -> Sight {
    guard FileManager.default.fileExists(atPath: settings.music.folder) else {
      return .wrong("\(settings.music.folder): there is no such folder; make it, or set music.folder to another")
    }
    guard access(settings.music.folder, R_OK | X_OK) == 0 else {
      return .wrong("\(settings.music.folder): \(String(cString: strerror(errno)))")
    }
    return .ok(settings.music.folder)
  }

  private func box(_ settings: Settings) -> Finding {
    do {
      guard try RunningBox(settings) != nil else {
        return Finding(part: "box", verdict: .note, words: "not running: nothing answers at \(settings.socket)")
      }
      return Finding(part: "box", verdict: .ok, words: "running")
    } catch {
      return Finding(part: "box", verdict: .wrong, words: "\(error)")
    }
  }

  private func catalog(_ settings: Settings) async -> Finding {
    do {
      guard FileManager.default.fileExists(atPath: "\(settings.state)/catalog.sqlite") else {
        return Finding(part: "catalog", verdict: .note, words: "there is none yet: moodbox catalog scan makes one")
      }
      let figures = try await Songs.catalog(settings).statistics()
      if figures.tracks == 0 {
        return Finding(part: "catalog", verdict: .note, words: "no songs yet: moodbox catalog scan looks for them")
      }
      return Finding(part: "catalog", verdict: .ok, words: "\(figures.tracks) songs, \(figures.analysed) analysed")
    } catch {
      return Finding(part: "catalog", verdict: .wrong, words: "\(error)")
    }
  }

  /// The keys without which nothing that is known of listeners can be read, and the listener whom the settings choose.
  private func listeners(_ settings: Settings) throws -> Sight {
    let folder = Songs.keyFolder(settings)
    var status = stat()
    guard stat(folder, &status) == 0 else {
      return errno == ENOENT
        ? .note("nobody is known: the box makes \(folder) when it starts")
        : .wrong("\(folder): \(String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return .wrong("\(folder): is no folder; move it away") }
    guard status.st_mode & 0o077 == 0 else {
      return .wrong("\(folder): others may read the listeners' keys; chmod 700 \(folder)")
    }
    var state = stat()
    if stat(settings.state, &state) == 0, state.st_uid != status.st_uid {
      return .wrong("\(folder): belongs to another than \(settings.state); chown it to the same user")
    }
    guard access(folder, R_OK | W_OK | X_OK) == 0 else {
      return .note("\(folder): \(String(cString: strerror(errno))): only the box and root may look into it")
    }
    return .ok(folder)
  }

  private func clock() -> Finding {
    switch WallClock.isKept {
    case true?: Finding(part: "clock", verdict: .ok, words: "is kept right")
    case false?:
      Finding(
        part: "clock", verdict: .note,
        words:
          "nobody keeps it right, so dates may be wrong and certificates seem invalid: install systemd-timesyncd or chrony"
      )
    case nil: Finding(part: "clock", verdict: .note, words: "the system does not say whether somebody keeps it right")
    }
  }
}
