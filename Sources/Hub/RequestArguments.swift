import Domain

extension Request {
  /// The name of no listener in particular.
  package static let nobody = "nobody"
  package static let volumeRange = 0...100
  package static let countRange = 1...100
  /// Longer than any song: a day.
  package static let positionRange = 0.0...86_400

  package var verb: Verb {
    switch self {
    case .status: .status
    case .look: .look
    case .play: .play
    case .next: .next
    case .previous: .previous
    case .pause: .pause
    case .resume: .resume
    case .stop: .stop
    case .seek: .seek
    case .volume: .volume
    case .mute: .mute
    case .privacy: .privacy
    case .watching: .watching
    case .recommend: .recommend
    case .health: .health
    case .scan: .scan
    case .like: .like
    case .dislike: .dislike
    case .policy: .policy
    case .listener: .listener
    case .listeners: .listeners
    case .catalog: .catalog
    }
  }

  /// Reads a request as either door hands it over: `arguments` is an object, or null for none.
  ///
  /// | verb | arguments |
  /// |---|---|
  /// | `play` | `emotion` (optional; without it the owner's default mix) |
  /// | `seek` | `position`, seconds from the start of the song, 0…86400 |
  /// | `volume` | `value`, 0…100 |
  /// | `mute`, `privacy`, `watching` | `on`, true or false |
  /// | `recommend` | `emotion`, `count` (optional, 1…100, otherwise 10) |
  /// | `policy` | `value`: match, lift or steady |
  /// | `listener` | `name`, or nobody |
  /// | `listeners` | `action`: list; create, export or forget with `name`; learning with `name` and `on` |
  /// | `catalog` | see ``CatalogRequest`` |
  /// | all others | none |
  ///
  /// Throws words that name the verb, the key, what it may be, and what it was.
  package init(verb word: String, arguments: JSONValue = .null) throws(RequestRefusal) {
    guard let verb = Verb(rawValue: word) else {
      let known = Verb.allCases.map(\.rawValue).joined(separator: ", ")
      throw RequestRefusal("unknown request \(JSONValue.string(word).excerpt); known are: \(known)")
    }
    var arguments = try ArgumentReader(arguments, of: verb)
    switch verb {
    case .status: self = .status
    case .look: self = .look
    case .play: self = .play(try arguments.emotionIfGiven("emotion"))
    case .next: self = .next
    case .previous: self = .previous
    case .pause: self = .pause
    case .resume: self = .resume
    case .stop: self = .stop
    case .seek: self = .seek(try arguments.seconds("position", in: Self.positionRange))
    case .volume: self = .volume(try arguments.wholeNumber("value", in: Self.volumeRange))
    case .mute: self = .mute(try arguments.bool("on"))
    case .privacy: self = .privacy(try arguments.bool("on"))
    case .watching: self = .watching(try arguments.bool("on"))
    case .recommend:
      self = .recommend(
        try arguments.emotion("emotion"), count: try arguments.wholeNumber("count", in: Self.countRange, otherwise: 10))
    case .health: self = .health
    case .scan: self = .scan
    case .like: self = .like
    case .dislike: self = .dislike
    case .policy: self = .policy(try arguments.choice("value"))
    case .listener:
      let name = try arguments.name("name")
      self = .listener(name.lowercased() == Self.nobody ? nil : name)
    case .listeners:
      let action: ListenerRequest.Action = try arguments.choice("action")
      switch action {
      case .create: self = .listeners(.create(try arguments.name("name")))
      case .learning: self = .listeners(.learning(try arguments.name("name"), try arguments.bool("on")))
      case .export: self = .listeners(.export(try arguments.name("name")))
      case .forget: self = .listeners(.forget(try arguments.name("name")))
      case .list: self = .listeners(.list)
      }
    case .catalog: self = .catalog(try CatalogRequest(&arguments))
    }
    try arguments.finish()
  }

  /// What ``init(verb:arguments:)`` reads back.
  package var arguments: JSONValue {
    switch self {
    case .catalog(let request): request.arguments
    case .status, .look, .play(nil), .next, .previous, .pause, .resume, .stop, .health, .scan, .like, .dislike: [:]
    case .play(let emotion?): ["emotion": .string(emotion.name)]
    case .seek(let position): ["position": .seconds(position)]
    case .volume(let value): ["value": .number(Double(value))]
    case .policy(let policy): ["value": .string(policy.rawValue)]
    case .listener(let name): ["name": .string(name ?? Self.nobody)]
    case .listeners(let request): request.arguments
    case .mute(let on), .privacy(let on), .watching(let on): ["on": .bool(on)]
    case .recommend(let emotion, let count): ["emotion": .string(emotion.name), "count": .number(Double(count))]
    }
  }
}
