import Domain

/// What the box says to the hub and how it takes what it hears, decided without a broker, a clock or a task.
///
/// State is told on change and kept, so that all of it can be told again whenever a connection is made: a broker that was restarted
/// may have lost what it retained. Events that happen while there is no connection wait for it, in order and with the time at which
/// they happened; of many the newest.
package struct HubMachine: Sendable {
  /// What an incoming message asks of the caller.
  package enum Reaction: Equatable, Sendable {
    /// Have the dispatcher answer, and publish the answer on this topic.
    case answer(verb: String, payload: [UInt8], topic: String)
    /// Have the dispatcher do it; then publish ``reflection(of:by:)``, or ``state(of:)`` of the entity when it was refused.
    case perform(Request, Entity)
    /// A value that was no command: publish this, so that the hub shows what is true again.
    case correct([Publication])
    /// Home Assistant has started: after a short random time publish ``introduction()`` and ``greeting(at:)``.
    case greetAgain
    /// The box has found what it left under another convention or name: publish what ``retire(_:)`` answers.
    case retire(String)
    /// A ghost: a request or command that the broker had kept. What to tell whoever left it there, and what to say in the log.
    case exorcise([Publication], remark: String)
    case ignore
  }

  private struct State: Equatable {
    var payload: [UInt8]
    /// When it became true, on the monotonic clock.
    var since: Duration
  }

  /// Retained topics below the root, in the order in which they are told.
  private static let retained = [
    "info", "health", "privacy/state", "watching/state", "policy/state", "listener/state", "player",
  ]

  private let topics: Topics
  private let settings: HubSettings
  private let info: BoxInfo
  /// What makes Home Assistant and its likes find the box.
  private var discovery: [Publication]
  /// Whom Home Assistant can choose from.
  private var listeners: [String] = []
  /// Whether the introduction was told since the connection was made.
  private var isIntroduced = false
  private var homie: HomieDevice?
  /// Under the name that the box had before; nil once that was cleared away: another box may have the name then.
  private var former: Topics?
  /// Announcements to Home Assistant that are given up once it has let go of them.
  private var leftovers: [String] = []
  private var states: [String: State] = [:]
  private var mood: State?
  private var waiting = WaitingEvents()

  /// `info` is what the box is as it starts: announced first, and described to Home Assistant.
  package init(topics: Topics, info: BoxInfo, settings: HubSettings = HubSettings()) {
    self.topics = topics
    self.settings = settings
    self.info = info
    discovery = HomeAssistantDiscovery(topics: topics, info: info, settings: settings).publications
    if settings.discovery == .homie { homie = HomieDevice(topics: topics, settings: settings) }
    former = settings.formerly.flatMap { $0 == topics.box ? nil : Topics($0) }
    states["info"] = State(payload: info.json.bytes, since: .zero)
    _ = homie?.tell(.info(info))
  }

  package var subscriptions: [String] {
    var subscriptions = topics.subscriptions + (homie?.subscriptions ?? [])
    if isAtHomeAssistant { subscriptions.append(Topics.homeAssistantStatus) }
    let current = homie == nil ? topics.announcements : topics.announcements.filter { !$0.hasPrefix(topics.homie) }
    return subscriptions + current + (former.map { $0.announcements + [$0["#"]] } ?? [])
  }

  /// What the broker says for the box when the box can no longer speak.
  package var will: Publication { homie?.will ?? availability("offline") }

  /// What the box says before it leaves.
  package var farewell: Publication { homie?.farewell ?? availability("offline") }

  /// All state, to be told when a connection was made, or when Home Assistant has started.
  package func greeting(at now: Moment) -> [Publication] {
    var homie = homie
    // A connection has one last will, and with Homie that speaks for the box elsewhere.
    let presence = homie == nil ? availability("online") : .deletion(of: topics.availability)
    return [presence] + Self.retained.compactMap { state($0) } + [retainedMood(at: now)]
      + (homie?.greeting(moodRest: moodRest(at: now)) ?? [])
  }

  /// By what Home Assistant and its likes find the box, to be told a short time after a connection was made: when what the
  /// box has left there was found, and they have let go of it.
  package mutating func introduction() -> [Publication] {
    defer { (leftovers, former, isIntroduced) = ([], nil, true) }
    return leftovers.map { .deletion(of: $0) } + discovery
  }

  /// What is published about something the box left there under another convention or name, and whether to publish the
  /// ``introduction()`` once more in a while.
  ///
  /// What Home Assistant is to find elsewhere it first lets go of, when it is told to migrate: deleted at once, its
  /// entities would lose what people have set for them, and until it has let go it does not take the new.
  package mutating func retire(_ topic: String) -> (told: [Publication], introduces: Bool) {
    let isHomeAssistant = topics.isHomeAssistant(topic) || former?.isHomeAssistant(topic) == true
    if isHomeAssistant, isAtHomeAssistant {
      leftovers.append(topic)
      let migration: JSONValue = ["migrate_discovery": true]
      return ([Publication(topic: topic, payload: migration.bytes, retained: false)], leftovers.count == 1)
    }
    let levels = topic.split(separator: "/").prefix(3)
    guard levels.first == "homie" else { return ([.deletion(of: topic)], false) }
    // A Homie device ends with its state; the rest is cleared afterwards.
    return ([.deletion(of: levels.joined(separator: "/") + "/$state"), .deletion(of: topic)], false)
  }

  /// A connection was made: the greeting, and the events that have waited for it.
  package mutating func connected(at now: Moment) -> [Publication] {
    isIntroduced = false
    let dropped = waiting.dropped
    let events = waiting.takeAll()
    guard dropped > 0 else { return greeting(at: now) + events }
    let loss = HubEvent.fault(
      part: "broker", reason: "the broker was away for so long that the \(dropped) oldest events were dropped")
    return greeting(at: now) + [publication(of: loss, at: now)] + events
  }

  /// What could not be published: its events wait for the next connection, behind those that wait already, or before them.
  /// State need not wait: the greeting tells the newest.
  package mutating func keep(_ publications: [Publication], first: Bool = false) {
    let events = publications.filter { $0.topic == topics[Bulletin.eventName] && !$0.retained }
    if !events.isEmpty { waiting.add(events, first: first) }
  }

  private func publication(of event: HubEvent, at now: Moment) -> Publication {
    let bulletin = Bulletin.event(event)
    return Publication(topic: topics[bulletin.name], payload: bulletin.plainBytes(at: now), retained: false)
  }

  /// What a bulletin says to the hub. Without a connection, call it all the same, and keep what it returns.
  package mutating func announce(_ bulletin: Bulletin, at now: Moment) -> [Publication] {
    let payload = bulletin.plainBytes(at: now)
    var told: [Publication]
    switch bulletin {
    case .event(let event): told = [publication(of: event, at: now)]
    case .mood(nil):
      mood = nil
      told = [retainedMood(at: now)]
    case .mood:
      mood = State(payload: payload, since: now.uptime)
      let retained = settings.retainsMood
      told = [
        Publication(
          topic: topics[bulletin.name], payload: payload, retained: retained,
          expiry: retained ? settings.moodExpiry : nil)
      ]
    case .player, .privacy, .watching, .policy, .listeners, .info, .health:
      if bulletin == .privacy(true) { waiting.forgetMoods() }
      let described = describe(bulletin)
      guard states[bulletin.name]?.payload != payload else { return described }
      states[bulletin.name] = State(payload: payload, since: now.uptime)
      told = described + (state(bulletin.name).map { [$0] } ?? [])
    }
    return told + (homie?.tell(bulletin) ?? []) + bulletin.consequences.flatMap { announce($0, at: now) }
  }

  /// Who is there to choose from has changed: Home Assistant must be told before somebody is chosen.
  private mutating func describe(_ bulletin: Bulletin) -> [Publication] {
    guard case .listeners(let names, _) = bulletin, names != listeners else { return [] }
    listeners = names
    discovery =
      HomeAssistantDiscovery(topics: topics, info: info, settings: settings, listeners: names).publications
    return isIntroduced ? discovery : []
  }

  /// What to do about a message that came in. Requests and commands that come retained are ghosts of an earlier time, and
  /// would act again at every connection.
  package func receive(topic: String, payload: [UInt8], retained: Bool) -> Reaction {
    if retained, !payload.isEmpty, isLeftover(topic) { return .retire(topic) }
    if let entity = homie?.entity(settableBy: topic) {
      return retained ? ghost(topic, payload, of: entity) : reaction(to: payload, for: entity)
    }
    switch topics.destination(of: topic) {
    case nil: return .ignore
    case .homeAssistantStatus:
      return !retained && isAtHomeAssistant && payload == Array("online".utf8) ? .greetAgain : .ignore
    case .request(let verb):
      guard retained else { return .answer(verb: verb, payload: payload, topic: topics.response(verb)) }
      guard Verb(rawValue: verb) != nil else { return .ignore }
      let refusal = Response(.failure(RequestRefusal(Self.ghostWords)))
      return .exorcise(
        [Publication(topic: topics.response(verb), payload: refusal.bytes, retained: false)],
        remark: "\(topic): \(Self.ghostWords)")
    case .set(let word):
      guard let entity = Entity(rawValue: word) else { return .ignore }
      return retained ? ghost(topic, payload, of: entity) : reaction(to: payload, for: entity)
    }
  }

  private func reaction(to payload: [UInt8], for entity: Entity) -> Reaction {
    guard !payload.isEmpty else { return .ignore }
    guard let request = entity.request(payload) else { return .correct(state(of: entity)) }
    return .perform(request, entity)
  }

  private func ghost(_ topic: String, _ payload: [UInt8], of entity: Entity) -> Reaction {
    payload.isEmpty ? .ignore : .exorcise(state(of: entity), remark: "\(topic): \(Self.ghostWords)")
  }

  private static let ghostWords =
    "was retained, so it is ignored: it would act again at every connection; publish it without retain, and delete this "
    + "one by an empty retained message"

  /// Where the box says that it still works on such a request.
  package func progressTopic(of verb: String) -> String { topics.progress(verb) }

  /// The true state of an entity, as it was told last.
  package func state(of entity: Entity) -> [Publication] {
    (entity.state.flatMap { state($0) }.map { [$0] } ?? []) + (homie?.value(of: entity) ?? [])
  }

  /// What is told when an entity's request was done, beside the state that it changed.
  package func reflection(of request: Request, by entity: Entity) -> [Publication] {
    homie?.reflection(of: request, by: entity) ?? []
  }

  private var isAtHomeAssistant: Bool { !discovery.isEmpty }

  /// Whether the box has left it there itself and no longer means it.
  private func isLeftover(_ topic: String) -> Bool {
    if let former {
      let roots = [former[""], former.homie + "/"]
      if former.isHomeAssistant(topic) || roots.contains(where: topic.hasPrefix) { return true }
    }
    if topics.isHomeAssistant(topic) { return !discovery.contains { $0.topic == topic } }
    return homie == nil && topic.hasPrefix(topics.homie + "/")
  }

  private func availability(_ word: String) -> Publication {
    Publication(topic: topics.availability, payload: Array(word.utf8), retained: true)
  }

  private func state(_ name: String) -> Publication? {
    states[name].map { Publication(topic: topics[name], payload: $0.payload, retained: true) }
  }

  /// The mood with the rest of its time; or nothing, which empties the topic of what an earlier run may have left.
  private func retainedMood(at now: Moment) -> Publication {
    guard let mood, let rest = moodRest(at: now) else { return .deletion(of: topics["mood"]) }
    return Publication(topic: topics["mood"], payload: mood.payload, retained: true, expiry: rest)
  }

  /// How long the broker still keeps the mood; nil when it keeps none.
  private func moodRest(at now: Moment) -> Duration? {
    guard let mood, settings.retainsMood else { return nil }
    let rest = settings.moodExpiry - (now.uptime - mood.since)
    return rest >= .seconds(1) ? rest : nil
  }
}
