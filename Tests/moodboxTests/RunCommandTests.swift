import Domain
import FoundationEssentials
import Glibc
import Hub
import SimulatedDevices
import System
import Testing

@Suite("run", .timeLimit(.minutes(3)))
struct RunCommandTests {
  @Test("is a whole box: keys and the control socket in, lamps and sound out")
  func wholeBox() async throws {
    let household = try Household(songs: ["Open Window", "Grey Sunday"], seconds: 24)
    try household.show(scene: "happy", as: "1")
    try household.show(scene: "sad", as: "2")
    #expect(try await household.run("catalog", "scan", "--quiet").code == 0)

    let box = try RunningHousehold(household)
    let (lamps, log) = (box.lamps, box.log)
    try await log.next { $0 == "ready" }

    // The first press sees the first picture, lights yellow and plays.
    box.press(" ")
    try await lamps.next { $0.contains("camera=1") }
    try await lamps.next { $0 == "lamps red=1 green=1 blue=0 camera=0 privacy=0" }
    #expect(try await log.next { $0.hasPrefix("playing ") } == "playing Additive Trio - Open Window.wav")
    let status = try await household.run("status", "--json").json()
    #expect(status["mood"]?["emotion"]?.string == "happy" && status["player"]?["state"]?.string == "playing")
    let text = try await household.run("status").output
    #expect(text.hasPrefix("mood     happy (") && text.contains("playing: Open Window by Additive Trio"))
    #expect(try await household.run("volume", "15").output == "done\n")
    #expect(try await household.run("pause").code == 0)
    let paused = try await household.run("status", "--json").json()["player"]
    #expect(paused?["state"]?.string == "paused" && paused?["volume"]?.number == 15)

    // A look asked for sees the second picture, and says so.
    let look = try await household.run("look", "--json")
    #expect(look.code == 0, "\(look.errors)")
    #expect(try look.json()["mood"]?["emotion"]?.string == "sad")
    try await lamps.next { $0 == "lamps red=0 green=0 blue=1 camera=0 privacy=0" }

    // Only one may write the catalog, and only one may be the box; the running one looks for songs itself.
    let corrected = try await household.run("catalog", "set", "1", "genre=Fado")
    #expect(corrected.code == 0 && corrected.errors.isEmpty, "\(corrected.errors)")
    #expect(try await household.run("catalog", "show", "1").output.contains("genre         Fado  (set by you)\n"))
    #expect(try await household.run("catalog", "list", "--genre", "fado", "--json").json().array?.count == 1)
    #expect(try await household.run("catalog", "stats", "--json").json()["songs"]?.number == 2)
    #expect(try await household.run("catalog", "set", "1", "energy=9").errors.contains("energy is \"9\""))
    #expect(try await household.run("catalog", "analyze").output == "there was nothing to analyse\n")
    let second = try await household.run("run")
    #expect(second.code == 1 && second.errors.contains("the box is running already"))
    #expect(try await household.run("catalog", "scan").output == "2 unchanged\n")
    #expect(try await household.run("doctor").output.contains("box          running"))
    #expect(try await household.run("health").output.hasPrefix("uptime       "))

    // Privacy is lit and refuses looks; the button held, or root, takes it back.
    #expect(try await household.run("privacy", "on").code == 0)
    try await lamps.next { $0.hasSuffix("camera=0 privacy=1") }
    let refused = try await household.run("look")
    #expect(refused.code == 1 && refused.errors.contains("Privacy is on"))
    let off = try await household.run("privacy", "off")
    if geteuid() == 0 {
      #expect(off.code == 0)
    } else {
      #expect(off.code == 1 && off.errors.contains("root"))
      box.press("p")
    }
    try await lamps.next { $0.hasSuffix("privacy=0") }
    box.press("p")
    try await lamps.next { $0.hasSuffix("privacy=1") }

    box.press("q")
    let remaining = await log.rest()
    #expect(try box.end() == 0)
    #expect(!FileManager.default.fileExists(atPath: "\(household.folder.path)/control.sock"))
    for line in remaining {
      for emotion in Emotion.allCases { #expect(!line.contains(emotion.name), "a mood in the log: \(line)") }
    }
    let sound = try Data(contentsOf: URL(filePath: household.sound))
    #expect(sound.count > 48_000 && sound.dropFirst(44).contains { $0 != 0 })
  }

  @Test("sets a damaged catalog aside, says so, and plays from the music folder")
  func damagedCatalog() async throws {
    let household = try Household(songs: ["Open Window"])
    try household.show(scene: "happy", as: "1")
    let catalog = "\(household.folder.path)/state/catalog.sqlite"
    let damage = Data(repeating: 0x55, count: 8192)
    try damage.write(to: URL(filePath: catalog))
    let box = try RunningHousehold(household)
    try await box.log.next { $0.contains("the catalog was damaged") && $0.contains("a new one is made from the files") }
    try await box.log.next { $0 == "the library has 1 songs now: 1 new, 0 changed, 0 gone" }
    box.press(" ")
    try await box.log.next { $0.hasPrefix("playing ") }
    box.press("q")
    #expect(try box.end() == 0)
    let state = "\(household.folder.path)/state"
    let aside = try #require(
      try FileManager.default.contentsOfDirectory(atPath: state).first { $0.hasPrefix("catalog.sqlite.damaged-") })
    #expect(try Data(contentsOf: URL(filePath: "\(state)/\(aside)")) == damage)
  }

  @Test("shows at a terminal what it sees and why it plays, and keeps that out of the log")
  func terminal() async throws {
    let household = try Household(songs: ["Open Window"], seconds: 24)
    try household.show(scene: "happy", as: "1")
    #expect(try await household.run("catalog", "scan", "--quiet").code == 0)
    let terminal = try PseudoTerminal()
    let errors = try Pipe()
    let box = try terminal.withSlave { slave in
      try errors.writeEnd.withRaw { errors in
        try ChildProcess(
          Program.path, ["run", "--settings", household.settings], input: slave, output: slave, errors: errors)
      }
    }
    let log = Lines(errors.reading())
    let screen = Lines(try terminal.reading())
    try await screen.next { $0.contains("Space presses the button, p holds it for privacy, q quits.") }
    try await log.next { $0 == "ready" }
    try terminal.type(" ")
    try await screen.next { $0.contains("happy 1") || $0.contains("happy 9") }
    try await screen.next { $0.contains("♪ Open Window by Additive Trio") }
    try await screen.next { $0.contains("  ") && $0.contains("126 BPM") }
    #expect(try await household.run("pause").code == 0)
    // In front of the line stands the lamp that was drawn before it.
    let lamp = try await screen.next { $0.contains("paused") }
    #expect(lamp.contains("\u{1B}[33;1m●\u{1B}[0m  happy"))
    try terminal.type("q")
    let logged = await log.rest()
    #expect(try box.wait() == 0)
    #expect(logged == ["playing Additive Trio - Open Window.wav"])
  }

  @Test("plays on when nobody reads its log any more, and ends when it is told to")
  func unreadLog() async throws {
    let household = try Household(songs: ["Open Window"])
    try household.show(scene: "happy", as: "1")
    #expect(try await household.run("catalog", "scan", "--quiet").code == 0)
    let keys = try Pipe()
    let output = try Pipe()
    let errors = try Pipe()
    errors.writeEnd.withRaw { errors in
      let flags = fcntl(errors, F_GETFL)
      _ = fcntl(errors, F_SETFL, flags | O_NONBLOCK)
      while write(errors, "x", 1) == 1 {}
      #expect(errno == EAGAIN && fcntl(errors, F_SETFL, flags) == 0)
    }
    let box = try keys.readEnd.withRaw { input in
      try output.writeEnd.withRaw { output in
        try errors.writeEnd.withRaw { errors in
          try ChildProcess(
            Program.path, ["run", "--settings", household.settings], input: input, output: output, errors: errors)
        }
      }
    }
    let button = keys.writing()
    let lamps = Lines(output.reading())
    button.withRaw { _ = write($0, " ", 1) }
    try await lamps.next { $0 == "lamps red=1 green=1 blue=0 camera=0 privacy=0" }
    #expect(try await household.run("volume", "15").code == 0)
    button.withRaw { _ = write($0, "q", 1) }
    #expect(await lamps.rest().last == "lamps red=0 green=0 blue=0 camera=0 privacy=0")
    #expect(try box.wait() == 0)
    // Until here somebody held the other end.
    _ = consume errors
  }

  @Test("finds a song that is copied into its music folder, by itself")
  func arrivals() async throws {
    let household = try Household(songs: ["Open Window"], seconds: 2)
    try household.show(scene: "happy", as: "1")
    #expect(try await household.run("catalog", "scan", "--quiet").code == 0)
    let box = try RunningHousehold(household)
    try await box.log.next { $0 == "ready" }
    try FileManager.default.createDirectory(atPath: "\(household.music)/new", withIntermediateDirectories: true)
    try DemoLibrary.write(
      to: "\(household.music)/new", songs: DemoSong.all.filter { $0.title == "Grey Sunday" }, seconds: 2)
    try await box.log.next { $0 == "the library has 2 songs now: 1 new, 0 changed, 0 gone" }
    let status = try await household.run("status", "--json").json()
    #expect(status["info"]?["songs"]?.number == 2)
    box.press("q")
    #expect(try box.end() == 0)
  }

  @Test("takes closed standard streams for empty ones, not for files of its own")
  func closedStreams() async throws {
    let household = try Household()
    try household.show(scene: "happy", as: "1")
    let command = "exec \"$0\" run --settings \"$1\" <&- >&- 2>&-"
    // The end of the input quits the box.
    #expect(try ChildProcess("sh", ["-c", command, Program.path, household.settings]).wait() == 0)
  }

  @Test("does not start beside a box that has been halted")
  func halted() async throws {
    let household = try Household()
    try household.show(scene: "happy", as: "1")
    // Listens, and never answers.
    let listener = try LocalListener(path: "\(household.folder.path)/control.sock")
    let second = try await household.run("run")
    #expect(second.code == 1 && second.errors.contains("the box is running already"))
    _ = consume listener
  }

  @Test("does not start without what it cannot do without, and says what that is")
  func cannotStart() async throws {
    let household = try Household()
    let noPictures = try await household.run("run")
    #expect(noPictures.code == 1 && noPictures.errors.contains("there are no JPEG or PNG pictures in it"))
    try household.show(scene: "happy", as: "1")
    let yaml = try String(decoding: Data(contentsOf: URL(filePath: household.settings)), as: UTF8.self)
    // Files in the way are not touched.
    for path in ["\(household.folder.path)/control.sock", household.sound] {
      try Data("mine".utf8).write(to: URL(filePath: path))
      let inTheWay = try await household.run("run")
      #expect(inTheWay.code == 1 && inTheWay.errors.contains("\(path): is "), "\(inTheWay.errors)")
      #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
      try FileManager.default.removeItem(atPath: path)
    }
    let noNetworks = try household.folder.write(
      yaml.replacing("models: \(Program.models)", with: "models: /none").utf8, to: "other.yaml")
    let outcome = try await Program.run("run", "--settings", noNetworks)
    #expect(outcome.code == 1 && outcome.errors.contains("/none/face.tflite: there is no such file"))
  }
}
