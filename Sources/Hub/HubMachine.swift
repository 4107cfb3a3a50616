import Domain

/// What the box says to the hub and how it takes what it hears, decided without a broker, a clock or a task.
///
/// State is told on change and kept, so that all of it can be told again whenever a connection is made: a broker that was restarted
/// may have lost what it retained. Events that happen while there is no connection are lost: told late they would lie.
package struct HubMachine: Sendable {
  /// What an incoming message asks of the caller.
  package enum Reaction: Equatable, Sendable {
    /// Have the dispatcher answer, and publish the answer on this topic.
    case answer(verb: String, payload: [UInt8], topic: String)
    /// Have the dispatcher do it; when that is refused, publish ``state(of:)`` of the entity.
    case perform(Request, Entity)
    /// A value that was no command: publish this, so that the hub shows what is true again.
    case correct([Publication])
    /// Home Assistant has started: after a short random time publish ``greeting(at:)``.
    case greetAgain
    case ignore
  }

  private struct State: Equatable {
    var payload: [UInt8]
    /// When it became true, on the monotonic clock.
    var since: Duration
  }

  /// Retained topics below the root, in the order in which they are told.
  private static let retained = ["info", "health", "privacy/state", "watching/state", "player"]

  private let topics: Topics
  private let settings: HubSettings
  private let discovery: Publication
  private var states: [String: State] = [:]
  private var mood: State?

  /// `info` is what the box is as it starts: announced first, and described to Home Assistant.
  package init(topics: Topics, info: BoxInfo, settings: HubSettings = HubSettings()) {
    self.topics = topics
    self.settings = settings
    discovery =
      switch settings.discovery {
      case .device: HomeAssistantDiscovery(topics: topics, info: info).publication
      case .off: Publication(topic: topics.homeAssistantDiscovery, payload: [], retained: true)
      }
    states["info"] = State(payload: info.json.bytes, since: .zero)
  }

  package var subscriptions: [String] {
    topics.subscriptions + (settings.discovery == .device ? [Topics.homeAssistantStatus] : [])
  }

  /// What the broker says for the box when the box can no longer speak.
  package var will: Publication { availability("offline") }

  /// Everything that is to be told when a connection was made, or Home Assistant has started.
  package func greeting(at now: Moment) -> [Publication] {
    [discovery, availability("online")] + Self.retained.compactMap { state($0) } + [retainedMood(at: now)]
  }

  /// What a bulletin says to a connected broker; without a connection, call it all the same and publish nothing.
  package mutating func announce(_ bulletin: Bulletin, at now: Moment) -> [Publication] {
    let payload = bulletin.plainBytes(at: now)
    let told: [Publication]
    switch bulletin {
    case .event:
      told = [Publication(topic: topics[bulletin.name], payload: payload, retained: false)]
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
    case .player, .privacy, .watching, .info, .health:
      guard states[bulletin.name]?.payload != payload else { return [] }
      states[bulletin.name] = State(payload: payload, since: now.uptime)
      told = state(bulletin.name).map { [$0] } ?? []
    }
    return told + bulletin.consequences.flatMap { announce($0, at: now) }
  }

  /// What to do about a message that came in. Requests and commands that come retained are ghosts of an earlier time, and
  /// would act again at every connection.
  package func receive(topic: String, payload: [UInt8], retained: Bool) -> Reaction {
    switch topics.destination(of: topic) {
    case nil: return .ignore
    case .homeAssistantStatus:
      return !retained && settings.discovery == .device && payload == Array("online".utf8) ? .greetAgain : .ignore
    case .request(let verb):
      return retained ? .ignore : .answer(verb: verb, payload: payload, topic: topics.response(verb))
    case .set(let word):
      guard !retained, !payload.isEmpty, let entity = Entity(rawValue: word) else { return .ignore }
      guard let request = entity.request(payload) else { return .correct(state(of: entity)) }
      return .perform(request, entity)
    }
  }

  /// The true state of an entity, as it was told last.
  package func state(of entity: Entity) -> [Publication] {
    entity.state.flatMap { state($0) }.map { [$0] } ?? []
  }

  private func availability(_ word: String) -> Publication {
    Publication(topic: topics.availability, payload: Array(word.utf8), retained: true)
  }

  private func state(_ name: String) -> Publication? {
    states[name].map { Publication(topic: topics[name], payload: $0.payload, retained: true) }
  }

  /// The mood with the rest of its time; or nothing, which empties the topic of what an earlier run may have left.
  private func retainedMood(at now: Moment) -> Publication {
    if let mood, settings.retainsMood {
      let rest = settings.moodExpiry - (now.uptime - mood.since)
      if rest >= .seconds(1) {
        return Publication(topic: topics["mood"], payload: mood.payload, retained: true, expiry: rest)
      }
    }
    return Publication(topic: topics["mood"], payload: [], retained: true)
  }
}
