import Appliance
import Domain
import Hub
import Settings

/// `listener list|create|use|learning|export|forget`
struct ListenerCommand: Command {
  static let name = "listener"
  static let summary = "keep those whom the box plays for"
  static let help = """
    Usage: moodbox listener list [--json]
           moodbox listener create NAME
           moodbox listener use NAME|nobody
           moodbox listener learning on|off [--name NAME]
           moodbox listener export NAME > FILE
           moodbox listener forget NAME

    list      shows who there is, who has asked the box to learn, and whose turn it is
    create    adds somebody; the box learns nothing of them until they ask for it
    use       plays for that listener from now on, or for nobody in particular
    learning  has the box learn what the listener likes, dislikes, skips and hears out, or end that; whose turn it is,
              or --name
    export    prints all that is known of somebody, as JSON
    forget    destroys their key and deletes what it had sealed: nobody can read that again, also not in a backup

    What is known stays on the box, sealed under a key of each listener's own, for listeners.retention days. No hub can read it.

      --json           print JSON
      --name NAME      of another listener than the one whose turn it is
      --settings FILE  instead of \(SettingsFile.standard)

    Example:
      moodbox listener create Ada && moodbox listener use Ada && moodbox listener learning on
    """

  private enum Action {
    case request(ListenerRequest)
    case use(String?)
    /// Of whose turn it is.
    case learning(Bool)
  }

  private let action: Action
  private let json: Bool
  private let settings: Settings

  init(_ words: [String]) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["name", "settings"])
    let name = arguments.value("name")
    func operand(_ what: String) throws(UsageError) -> String {
      try arguments.expectOperands(1...1, named: what, after: 1)
      return arguments.operands[1]
    }
    let word = arguments.operands.first
    if name != nil, word != "learning" { throw UsageError("--name goes with learning") }
    switch word {
    case "list":
      try arguments.expectOperands(0...0, named: "nothing more", after: 1)
      action = .request(.list)
    case "create": action = .request(.create(try operand("the name")))
    case "export": action = .request(.export(try operand("the name")))
    case "forget": action = .request(.forget(try operand("the name")))
    case "use":
      let wanted = try operand("the name")
      action = .use(wanted == Request.nobody ? nil : wanted)
    case "learning":
      let isOn: Bool
      switch try operand("on or off") {
      case "on": isOn = true
      case "off": isOn = false
      case let other: throw UsageError("\"\(other)\" is neither on nor off")
      }
      action = name.map { .request(.learning($0, isOn)) } ?? .learning(isOn)
    default: throw UsageError("say what to do with listeners: list, create, use, learning, export or forget")
    }
    json = arguments.has("json")
    settings = try SettingsFile.settings(at: arguments.value("settings"))
  }

  func run() async throws {
    let handler: any RequestHandler
    if let box = try RunningBox(settings) {
      handler = Asking(client: box.client)
    } else {
      let listeners = Listeners(settings)
      try await listeners.open()
      handler = Keeping(listeners: listeners)
    }
    switch action {
    case .request(let request): tell(try await handler.perform(.listeners(request)), of: request)
    case .use(let name): _ = try await handler.perform(.listener(name))
    case .learning(let on):
      let all = try await handler.perform(.listeners(.list)).array ?? []
      guard let name = all.first(where: { $0["current"]?.bool == true })?["name"]?.string else {
        throw Failure("it is nobody's turn: moodbox listener use NAME, or say --name NAME")
      }
      _ = try await handler.perform(.listeners(.learning(name, on)))
    }
  }

  private func tell(_ answer: JSONValue, of request: ListenerRequest) {
    switch request {
    case .create, .learning, .forget: break
    case .export: Terminal.print(answer.text)
    case .list:
      if json { return Terminal.print(answer.text) }
      let listeners = answer.array ?? []
      if listeners.isEmpty { Terminal.print("there is nobody yet: moodbox listener create NAME") }
      for listener in listeners {
        let turn = listener["current"]?.bool == true ? "*" : " "
        let learning = listener["learning"]?.bool == true ? "learning" : "not learning"
        Terminal.print("\(turn) \(listener["name"]?.string ?? ""), \(learning)")
      }
    }
  }

  /// The running box is the only one to write what it keeps.
  private struct Asking: RequestHandler {
    let client: ControlClient

    func perform(_ request: Request) async throws -> JSONValue { try await client.request(request) }
  }

  /// While it is stopped, nobody else does.
  private struct Keeping: RequestHandler {
    let listeners: Listeners

    func perform(_ request: Request) async throws -> JSONValue {
      switch request {
      case .listener(let name):
        try await listeners.use(name)
        return [:]
      case .listeners(let request): return try await listeners.perform(request)
      default: throw RequestRefusal("only the running box can do that")
      }
    }
  }
}
