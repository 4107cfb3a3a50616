import Appliance
import Devices
import FoundationEssentials
import Glibc
import Guard
import Hub
import Library
import LinuxDevices
import Settings
import System

/// The box, put together as settings and board say.
struct Box {
  private let runtime: Runtime
  private let doors: [any Door]
  private let remarks: [String]
  private let display: DeskDisplay?
  private let supervision = Supervision()
  /// Its first element, or its end, is the end.
  private let end: AsyncStream<Void>

  /// Opens everything but the camera, which `keeper` keeps while privacy is on. Throws when something without which there is no
  /// box is missing: networks, the catalog's folder, control socket.
  init(_ settings: Settings, _ board: Board, keeper: GuardClient?) async throws {
    let (end, quit) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.end = end
    let devices = try BoxDevices(settings, board, keeper: keeper) { quit.yield() }
    let networks = Networks(folder: settings.models)
    let (catalog, remark) = try Songs.catalog(settings, evenInMemory: true)
    // What plays comes first.
    let scanner = Songs.scanner(catalog, settings, priority: .idle)
    let answers = CatalogAnswers(catalog: catalog, scanner: scanner)
    let musicKeeper = MusicKeeper(catalog: catalog, scanner: scanner)
    let listeners = Listeners(settings)
    let player = Player(
      sink: devices.sink, music: MusicFolder(path: settings.music.folder), settings: PlayerSettings(settings),
      now: monotonicTime)
    var info = BoxInfo(
      version: Moodbox.version, board: board.name, networks: ["face.tflite", "points.tflite", "emotion.tflite"],
      songs: 0)
    info.system = Machine.system()
    info.kernel = Machine.kernel
    info.instructions = try Networks.kernels().name
    info.camera = devices.cameraName
    info.speaker = devices.speakerName
    runtime = Runtime(
      Runtime.Parts(
        camera: devices.camera, button: devices.button, lights: devices.lights,
        eyes: try networks.eyes(sensitivity: settings.vision.sensitivity), player: player,
        chooser: SongChooser(library: catalog, listeners: listeners, SongChooser.Parameters(settings)),
        listeners: listeners, state: StateFile(settings), queue: QueueFile(settings), keeper: keeper,
        scan: { try await answers.scan(listening: false) }, catalog: { try await answers.answer($0) },
        keep: { await musicKeeper.run($0) }),
      Runtime.Parameters(settings), info: info)

    let dispatcher = Dispatcher(handler: runtime)
    var doors: [any Door] = [try Self.socketDoor(settings, dispatcher)]
    if settings.hub.enabled { doors.append(try Self.hubDoor(settings, info, dispatcher, runtime)) }
    self.doors = doors
    remarks = devices.remarks + (remark.map { [$0] } ?? [])
    if let remark, await catalog.isInMemory { runtime.post(.lost(.library, reason: remark)) }
    display = devices.display
  }

  /// At a desk's terminal people are told by the display, and need not read the log between its lines.
  private var keepsJournal: Bool { display == nil || !Terminal.hasErrors }

  private func tell(_ text: String) async {
    await display?.say(text)
    if keepsJournal { Journal.write(text) }
  }

  /// Runs until a signal or somebody at the keyboard ends it, and then until the camera is closed, the lights are dark and the house was told.
  func run(until signals: AsyncStream<CInt>) async {
    await display?.say("Space presses the button, p holds it for privacy, q quits.")
    for remark in remarks { await tell(remark) }
    await withTaskGroup(of: Void.self) { group in
      for door in doors {
        let bulletins = await runtime.bulletins()
        group.addTask {
          do {
            try await door.run(bulletins)
          } catch {
            await tell("a door closed: \(error)")
          }
        }
      }
      let bulletins = await runtime.bulletins()
      group.addTask {
        for await bulletin in bulletins {
          await display?.tell(bulletin)
          if keepsJournal { Journal.write(bulletin) }
          supervision.tell(bulletin)
        }
      }

      // When the runtime has ended, so have its bulletins, and then the doors say goodbye.
      await withTaskGroup(of: Void.self) { running in
        running.addTask {
          await runtime.run {
            if keepsJournal { Journal.write("ready") }
            supervision.ready()
          }
        }
        running.addTask { await supervision.keepWatch(over: runtime) }
        running.addTask { for await _ in end { return } }
        running.addTask { for await _ in signals { return } }
        await running.next()
        supervision.stopping()
        running.cancelAll()
      }
    }
    await display?.end()
    Outlet.output.finish()
    Outlet.errors.finish()
  }

  private static func socketDoor(_ settings: Settings, _ dispatcher: Dispatcher) throws -> ControlSocketDoor {
    do throws(IOFailure) {
      return try ControlSocketDoor(path: settings.socket, dispatcher: dispatcher)
    } catch {
      switch error.code {
      case EEXIST: throw Failure("\(settings.socket): is no socket; remove it, or set socket to another path")
      case ENOENT: throw Failure("\(settings.socket): there is no such folder; make it, or set socket to another path")
      default: throw Failure("\(error); set socket to a path where the box may make its control socket")
      }
    }
  }

  private static func hubDoor(
    _ settings: Settings, _ info: BoxInfo, _ dispatcher: Dispatcher, _ runtime: Runtime
  ) throws -> HubDoor {
    let box = try BoxID(settings)
    let hub = settings.hub
    let broker = MosquittoBroker(try MosquittoBroker.Address(hub, client: "moodbox-\(box)"))
    let discovery: HubSettings.Discovery =
      switch hub.discovery {
      case .device: .device
      case .components: .components
      case .homie: .homie
      case .off: .off
      }
    let name = NameAtHub(path: "\(settings.state)/hub.json")
    let machine = HubMachine(
      topics: Topics(box), info: info,
      settings: HubSettings(
        discovery: discovery, name: settings.name, identity: try? BoxID(hash: MachineIdentity.hash(for: "moodbox")),
        formerly: name.former(of: box), retainsMood: hub.retainMood))
    return HubDoor(
      broker: broker, machine: machine, dispatcher: dispatcher,
      linkChanged: { link in
        switch link {
        case .up:
          name.remember(box)
          runtime.post(.back(.broker))
        case .down(let reason): runtime.post(.lost(.broker, reason: reason))
        }
      }, remark: { Journal.write(Terminal.harmless($0, inOneLine: true)) })
  }
}
