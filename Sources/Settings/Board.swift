import Domain

/// What a kind of box is made of: one file in the boards folder.
package struct Board: Equatable, Sendable {
  /// Where the pins, or what stands in for them, come from.
  package enum Devices: String, CaseIterable, Sendable {
    /// GPIO, V4L2 and ALSA.
    case linux
    /// Button and LEDs in the terminal.
    case desk
  }

  package var name = ""
  package var devices = Devices.linux
  /// The machines it is for, as their device trees call themselves; empty when it is chosen by name alone.
  package var machines: [String] { compatible.split(separator: " ").map(String.init) }
  package var compatible = ""
  /// Label of the GPIO chip, as `gpiodetect` prints it: chip numbers move between kernels, labels do not.
  package var chip = ""
  /// Where its lines come out.
  package var header = PinHeader.none
  package var button = ButtonWiring(line: 0)
  package var lamps = LampWiring()
  /// An ALSA device name.
  package var speaker = "default"
  /// The card's own volume control: `auto`, `none` or its name.
  package var mixer = "auto"
  /// `auto`, or a path below `/dev`.
  package var camera = "auto"

  package init() {}

  /// Every line in use: the button's, then the lamps'.
  package var lines: [PinLine] { [button.line] + lamps.lines }

  /// Stands for a line that a file has not named; no file can name it.
  private static let noLine: PinLine = -1

  /// The board in a YAML text. Throws ``SettingsError`` as settings do, and when lines are missing or used twice.
  package init(yaml text: [UInt8], file: String) throws(SettingsError) {
    button.line = Self.noLine
    try Self.schema.read(text, file: file, into: &self)
    let lacksButton = button.line == Self.noLine
    if lacksButton { button.line = 0 }
    func failure(_ key: String, _ problem: String) -> SettingsError {
      SettingsError(file: file, line: 0, key: key, problem: problem)
    }
    if name.isEmpty { throw failure("name", "a board needs a name") }
    guard devices == .linux else { return }
    if chip.isEmpty { throw failure("gpio.chip", "a board with GPIO names its chip's label; gpiodetect prints it") }
    if lacksButton { throw failure("button.line", "the push button's line is missing") }
    var users: Set<PinLine> = []
    for line in lines {
      if header != .none && header.pin(of: line) == nil { throw failure("gpio", "the header has no line \(line)") }
      if !users.insert(line).inserted { throw failure("gpio", "line \(line) is used twice") }
    }
    let colours = [lamps.red, lamps.green, lamps.blue].compactMap { $0 }.count
    if colours != 0 && colours != 3 { throw failure("lamps", "red, green and blue go together") }
    if colours == 3 && !lamps.emotions.isEmpty {
      throw failure("lamps", "name either red, green and blue, or one lamp for each emotion")
    }
    if colours == 0 && lamps.emotions.count != Emotion.allCases.count {
      throw failure("lamps", "name either red, green and blue, or one lamp for each emotion")
    }
    if lamps.camera == nil { throw failure("lamps.camera", "the lamp that says \"the camera is on\" is missing") }
  }

  package static var schema: Schema<Board> {
    Schema(
      keys: [
        .text("name", \.name, "a name for people", "The board's full name."),
        .choice("devices", \.devices, "linux: real devices; desk: button and lamps in the terminal."),
        .text(
          "compatible", \.compatible, "names with spaces between them, or empty",
          "Machines on which the setting board: auto takes this board, as /proc/device-tree/compatible names them."),
        .choice("gpio.header", \.header, "The header that the lines come out at, for drawings of the wiring."),
        .text("gpio.chip", \.chip, "a chip's label", "Label of the GPIO chip of the header, as gpiodetect prints it."),
        .line("button.line", \.button.line, "Line of the push button."),
        .flag("button.active-low", \.button.activeLow, "The button connects the line to ground."),
        .choice("button.bias", \.button.bias, "Resistor that the chip puts on the line."),
        .milliseconds("button.debounce", \.button.debounce, 0...200, "How long a level must hold to count."),
        .line("lamps.red", \.lamps.red, "Line of the RGB lamp's red."),
        .line("lamps.green", \.lamps.green, "Line of the RGB lamp's green."),
        .line("lamps.blue", \.lamps.blue, "Line of the RGB lamp's blue."),
      ]
        + Emotion.allCases.map {
          .line("lamps.\($0.name)", \.lamps.emotions[$0], "Line of the lamp for \($0.name), if there is no RGB lamp.")
        } + [
          .line("lamps.camera", \.lamps.camera, "Line of the lamp that says \"the camera is on\"."),
          .line("lamps.privacy", \.lamps.privacy, "Line of the lamp that says \"privacy is on\"."),
          .flag("lamps.active-low", \.lamps.activeLow, "The lines sink the lamps' current: low lights them."),
          .text("speaker.device", \.speaker, "an ALSA device", "Sound card, as aplay -L names it.") { !$0.isEmpty },
          .text(
            "speaker.mixer", \.mixer, "auto, none, or a control's name",
            "The card's own volume control, as amixer scontrols names it, if the settings say board."
          ) { !$0.isEmpty },
          .text("camera.device", \.camera, "auto, or a path below /dev", "The camera, if the settings say auto.") {
            $0 == "auto" || $0.hasPrefix("/dev/")
          },
        ])
  }

  /// The board with its documentation, as a YAML file that reads back to the same board.
  package var documented: String { YamlText.document(self, keys: Self.schema.keys) }
}
