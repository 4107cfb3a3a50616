import Appliance
import Devices
import Domain
import FoundationEssentials
import Hub
import SimulatedDevices
import System

/// A whole box with simulated devices.
struct Box: Sendable {
  let runtime: Runtime
  let camera: ScriptedCamera
  let button: ScriptedButton
  let lights: RecordingLights
  let player: RecordingPlayer
  let clock: HandClock
  /// What the box tells, from its start on.
  let bulletins: AsyncStream<Bulletin>

  static let tracks: [Track] = (1...30).map { (number: Int) -> Track in
    let share = Float(number) / 30
    let features = AudioFeatures(
      tempo: Float(60 + number * 4), energy: share, valence: share, key: number % 12,
      mode: number.isMultiple(of: 2) ? .major : .minor, loudness: -14)
    return Track(
      id: Int64(number), path: "\(number).flac", title: "\(number)", duration: .seconds(200), features: features)
  }

  /// The songs that the box was told to play next.
  func songsPlayed() async -> [String] {
    for await call in player.calls { if case .play(let paths) = call { return paths } }
    return []
  }

  /// Waits until the player is told this.
  func told(_ wanted: RecordingPlayer.Call) async -> Bool { await player.calls.contains { $0 == wanted } }

  /// Waits until the box tells of an event of this type, and returns all events up to it.
  func events(until type: String) async -> [HubEvent] {
    var events: [HubEvent] = []
    for await bulletin in bulletins {
      guard case .event(let event) = bulletin else { continue }
      events.append(event)
      if event.type == type { break }
    }
    return events
  }

  /// Presses at `time` and lets the moment pass in which a second press would count.
  func look(at time: Duration = .seconds(10)) async {
    button.press(at: time)
    await clock.fire(.milliseconds(350))
  }
}

/// Runs a box until `body` returns. Returns the bulletins that `body` did not take.
@discardableResult
func withBox(
  _ scene: ScriptedCamera.Scene = .still(PaintedEyes.frame(.happy)), eyes: any Eyes = PaintedEyes(),
  lights: RecordingLights = RecordingLights(), lampsInstead: (any Lights)? = nil, state: String? = nil,
  keeper: (any CameraKeeper)? = nil,
  songs: [Track] = Box.tracks, realPlayer: Player? = nil,
  listeners: Listeners = Listeners(store: nil, problem: "this box has none"), socket: String? = nil,
  _ body: @escaping @Sendable (Box) async throws -> Void
) async throws -> [Bulletin] {
  let folder = try TemporaryFolder()
  defer { folder.remove() }
  let camera = ScriptedCamera([scene])
  let button = ScriptedButton()
  let player = RecordingPlayer()
  let clock = HandClock()
  let parts = Runtime.Parts(
    camera: camera, button: button, lights: lampsInstead ?? lights, eyes: eyes, player: realPlayer ?? player,
    chooser: SongChooser(library: Shelf(songs), listeners: listeners, .five), listeners: listeners,
    state: StateFile(path: state ?? folder.path + "/state.json"),
    queue: state.map { QueueFile(path: $0 + ".queue") }, keeper: keeper, scan: { [:] })
  let runtime = Runtime(
    parts, Runtime.Parameters(), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0), clock: clock)
  let bulletins = await runtime.bulletins()
  let door = try socket.map { try ControlSocketDoor(path: $0, dispatcher: Dispatcher(handler: runtime)) }
  let box = Box(
    runtime: runtime, camera: camera, button: button, lights: lights, player: player, clock: clock,
    bulletins: bulletins)
  try await withThrowingTaskGroup(of: Void.self) { group in
    let (ready, isReady) = AsyncStream<Void>.makeStream()
    if let door {
      let bulletins = await runtime.bulletins()
      group.addTask { try await door.run(bulletins) }
    }
    group.addTask { await runtime.run { isReady.finish() } }
    for await _ in ready {}
    try await body(box)
    group.cancelAll()
  }
  var rest: [Bulletin] = []
  for await bulletin in bulletins { rest.append(bulletin) }
  return rest
}
