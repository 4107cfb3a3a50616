import Appliance
import Devices
import Domain
import FoundationEssentials
import Guard
import LinuxDevices
import Pictures
import Settings
import SimulatedDevices

/// The devices of the box: those of this machine, or what stands in for them on a desk.
struct BoxDevices {
  let camera: any Camera
  let button: any Button
  let lights: any Lights
  let sink: any PcmSink
  /// What the box sees with: a node, `auto`, `none` or `pictures`.
  let cameraName: String
  /// Where its sound goes: a name for ALSA, or `file`.
  let speakerName: String
  /// On a desk with a terminal: shows the lamps, and can show more.
  let display: DeskDisplay?
  /// For people: what stands in for what.
  private(set) var remarks: [String] = []

  /// - Parameters:
  ///   - keeper: tells of the button of a board with pins, which it owns, if it is there.
  ///   - quit: is called when somebody quits at the desk's keyboard.
  init(
    _ settings: Settings, _ board: Board, keeper: GuardClient?, quit: @escaping @Sendable () -> Void
  ) throws {
    display = board.devices == .desk && Terminal.hasOutput ? DeskDisplay() : nil
    switch board.devices {
    case .desk: (button, lights) = (Keyboard(quit: quit), display ?? PlainLights())
    case .linux: (button, lights) = (try keeper ?? Self.button(of: board)!, try Self.lights(of: board))
    }
    let cameraDevice = settings.camera(on: board)
    // Only a desk that has something to put in a camera's place looks for one before it is to see.
    var hasCamera: Bool { cameraDevice == "auto" ? !VideoCamera.devices().isEmpty : cameraDevice != "none" }
    if board.devices == .desk, !settings.desk.pictures.isEmpty, !hasCamera {
      camera = try Self.pictures(in: settings.desk.pictures)
      cameraName = "pictures"
      remarks.append("There is no camera: the box sees the pictures in \(settings.desk.pictures), one a press.")
    } else if cameraDevice == "none" {
      camera = ScriptedCamera([.missing(CameraError.none)])
      cameraName = cameraDevice
    } else {
      camera = VideoCamera(device: cameraDevice, settings.camera)
      cameraName = cameraDevice
    }

    let speaker = settings.speaker(on: board)
    let isSilent = board.devices == .desk && settings.player.device == "board" && !SoundCards.areThere
    if (speaker == "file" || isSilent) && !settings.desk.soundFile.isEmpty {
      speakerName = "file"
      sink = PacedSink(try WavFileSink(path: settings.desk.soundFile))
      remarks.append("There is no sound card: the sound goes into \(settings.desk.soundFile).")
    } else {
      speakerName = speaker
      sink = AlsaSink(device: speaker, mixer: settings.mixer(on: board))
    }
  }

  /// The button that a board has soldered; nil for a desk.
  static func button(of board: Board) throws -> (any Button)? {
    guard board.devices == .linux else { return nil }
    #if LIBGPIOD_2
      return GpioButton(chip: board.chip, wiring: board.button)
    #else
      throw withoutPins(board)
    #endif
  }

  private static func lights(of board: Board) throws -> any Lights {
    #if LIBGPIOD_2
      return GpioLights(chip: board.chip, wiring: board.lamps)
    #else
      throw withoutPins(board)
    #endif
  }

  private static func withoutPins(_ board: Board) -> Failure {
    Failure(
      "\(board.name): this build has libgpiod 1, as Debian 12 does, and cannot drive GPIO; use the board desk here")
  }

  /// A camera that sees the pictures of a folder, one a look, in the order of their names, again and again.
  private static func pictures(in folder: String) throws -> any Camera {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let files = names.filter { [".png", ".jpg", "jpeg"].contains($0.suffix(4).lowercased()) }.sorted()
    guard !files.isEmpty else { throw Failure("\(folder): there are no JPEG or PNG pictures in it") }
    return ScriptedCamera(try files.map { .still(try Photograph(at: "\(folder)/\($0)").frame) }, repeats: true)
  }
}
