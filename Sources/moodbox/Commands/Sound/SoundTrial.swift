import Appliance
import Domain
import FoundationEssentials
import Glibc
import Hub
import Library
import LinuxDevices
import System

/// `sound play`: the box's player and nothing else.
struct SoundTrial: SoundAction {
  private let songs: [Recommendation]
  private let device: String
  private let control: String
  private let volume: Int
  private let length: Duration
  private let printsJSON: Bool

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["device", "volume", "for", "settings"])
    try arguments.expectOperands(1...1_000, named: "FILE")
    volume = try arguments.whole("volume", in: 0...100) ?? 100
    length = .seconds(try arguments.whole("for", in: 1...1_000_000) ?? 0)
    printsJSON = arguments.has("json")
    (device, control) = try SoundCard.device(arguments)
    let here = FileManager.default.currentDirectoryPath
    songs = arguments.operands.enumerated().map { index, name in
      // Songs have paths below the music folder, which here is the root.
      let path = name.hasPrefix("/") ? name : "\(here)/\(name)"
      let track = Track(
        id: Int64(index + 1), path: String(path.dropFirst()), title: name, duration: .zero)
      return Recommendation(track: track, score: 1, reason: "")
    }
  }

  func run() async throws {
    let sink = AlsaSink(device: device, mixer: control)
    let player = Player(
      sink: sink, music: MusicFolder(path: "/"),
      settings: PlayerSettings(startVolume: volume, levelling: .off), now: monotonicTime)
    let began = monotonicTime()
    let running = Task { await player.run() }
    var plays = 1
    var failures: [String] = []
    await player.play(songs)
    events: for await event in player.events {
      switch event {
      case .queueEmpty:
        guard failures.count < songs.count, monotonicTime() - began < length else { break events }
        plays += 1
        await player.play(songs)
      case .trackFailed(_, let reason):
        failures.append(reason)
        Terminal.complain(reason)
      case .sinkLost(let reason):
        running.cancel()
        throw Failure(reason)
      case .trackStarted, .trackEnded, .statusChanged, .sinkBack: break
      }
    }
    running.cancel()
    await running.value
    let stumbles = sink.stumbles
    tell([
      ("first-sample", await sink.firstSound.map { ($0 - began) / .milliseconds(1) } ?? 0, "ms"),
      ("wall", (monotonicTime() - began) / .seconds(1), "s"), ("processor", Self.processorTime, "s"),
      ("memory", Self.peakMemory, "MB"), ("plays", Double(plays), ""),
      ("ran-dry", Double(stumbles.dry), "times"), ("late", Double(stumbles.late), "times"),
    ])
    if !failures.isEmpty { throw QuietFailure() }
  }

  private func tell(_ figures: [(name: String, value: Double, unit: String)]) {
    if printsJSON {
      var members: [String: JSONValue] = [:]
      for figure in figures { members[figure.name.replacing("-", with: "_")] = .number(figure.value) }
      Terminal.print(JSONValue.object(members).text)
    } else {
      for figure in figures { Terminal.print("\(figure.name) \(decimal(figure.value, 3)) \(figure.unit)") }
    }
  }

  /// Of this process so far, in seconds.
  private static var processorTime: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The most that was resident, in megabytes; the kernel counts in kibibytes.
  private static var peakMemory: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1_024 / 1_000_000
  }
}
