import Domain
import FoundationEssentials
import Hub
import Library
import Music

/// Those whom the box plays for: who is chosen, what they like, and what was played for them.
///
/// Only what ``ListenerStore`` seals is kept. The taste is computed anew from the history when a listener is chosen, so that
/// what is deleted from the one is gone from the other.
package actor Listeners {
  package struct Parameters: Equatable, Sendable {
    /// Days that a history is kept.
    package var retention = 90
    package var targets = MusicTargets.standard

    package init() {}
  }

  private let store: ListenerStore?
  /// Why there is no store.
  private let problem: String
  private let chosen: String
  private let parameters: Parameters
  private let now: @Sendable () -> Double
  private var current: Listener?
  /// Whether the one whom the settings choose is not known yet.
  private var isMissing = false
  /// Of the chosen listener, if they want to be learnt from.
  package private(set) var taste: Taste?
  /// Songs that the listener has already spoken about since they began.
  private var rated: Set<Int64> = []
  /// The day on which the history was last cleared of what is too old.
  private var cleared: Int64 = 0

  /// - Parameters:
  ///   - store: nil for a box that can keep nothing; `problem` says why.
  ///   - chosen: who is chosen at the start; empty, or somebody unknown: whoever was last.
  ///   - now: seconds since 1970.
  package init(
    store: ListenerStore?, problem: String = "", chosen: String = "", _ parameters: Parameters = Parameters(),
    now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
  ) {
    self.store = store
    self.problem = problem
    self.chosen = chosen
    self.parameters = parameters
    self.now = now
  }

  /// Finds out who was chosen last. Throws, but works, when the settings choose somebody unknown.
  package func open() async throws {
    guard let store else { return }
    current = try await store.current
    isMissing = !chosen.isEmpty
    try await refresh()
    try await choose(store)
  }

  /// What hubs show: everybody's name, and whose turn it is.
  package var bulletin: Bulletin {
    get async { .listeners(await store?.listeners().map(\.name) ?? [], current: current?.name) }
  }

  // MARK: - Choosing

  /// Plays for that listener from now on; nil for nobody in particular.
  package func use(_ name: String?) async throws {
    let store = try kept()
    let listener = try await name.asyncMap { try await store.listener(named: $0) }
    try await store.use(listener)
    current = listener
    isMissing = false
    rated = []
    try await refresh()
  }

  package func perform(_ request: ListenerRequest) async throws -> JSONValue {
    let store = try kept()
    switch request {
    case .list:
      let current = current
      return .array(
        await store.listeners().map { listener in
          [
            "name": .string(listener.name), "learning": .bool(listener.learns),
            "current": .bool(listener.id == current?.id),
          ]
        })
    case .create(let name):
      _ = try await store.create(name)
      return [:]
    case .learning(let name, let on):
      let changed = try await store.setLearning(on, of: try await store.listener(named: name))
      if changed.id == current?.id {
        current = changed
        try await refresh()
      }
      return [:]
    case .export(let name): return try await export(store, try await store.listener(named: name))
    case .forget(let name):
      let listener = try await store.listener(named: name)
      if listener.id == current?.id {
        current = nil
        taste = nil
      }
      try await store.forget(listener)
      return [:]
    }
  }

  private func export(_ store: ListenerStore, _ listener: Listener) async throws -> JSONValue {
    let history = try await entries(store, listener)
    let taste = Taste(learningFrom: history.compactMap { Feedback($0) }, targets: parameters.targets)
    let plays = try await store.plays(of: listener).map { play -> JSONValue in
      ["track": .number(Double(play.track)), "time": .number(Double(play.time))]
    }
    return [
      "name": .string(listener.name), "learning": .bool(listener.learns), "history": .array(history),
      "plays": .array(plays), "taste": taste.json,
    ]
  }

  // MARK: - Learning

  /// Throws ``RequestRefusal`` when what the listener says would be forgotten.
  package func expectLearning() throws {
    _ = try kept()
    guard let current else {
      throw RequestRefusal("the box does not know who says so: choose a listener first (moodbox listener use NAME)")
    }
    guard current.learns else {
      throw RequestRefusal(
        "\(current.name) has not asked the box to learn: moodbox listener learning on --name \"\(current.name)\"")
    }
  }

  /// Takes in what the listener made of a song; nothing when they do not want that, or have already said it.
  ///
  /// - Parameters:
  ///   - heard: how much of the song, 0…1.
  ///   - mood: for which it was chosen; nil for none.
  package func note(_ kind: Feedback.Kind, heard: Float, of song: Track, chosenFor mood: EmotionScores?) async throws {
    guard let store, let current, current.learns else { return }
    switch kind {
    case .liked, .disliked: rated.insert(song.id)
    case .skipped, .finished: if rated.remove(song.id) != nil { return }
    }
    let feedback = Feedback(
      kind, heard: heard, track: song.id, features: song.features, genre: song.genre, mood: mood, time: now())
    try await store.append(feedback.json(of: song).bytes, day: today, for: current)
    if today != cleared { return try await refresh() }
    taste?.learn(feedback)
  }

  // MARK: - What was played

  /// The last plays for whoever is chosen, the latest first.
  package func recentPlays() async throws -> [Play] {
    guard let store else { return [] }
    return try await store.plays(of: current)
  }

  package func recordPlay(of song: Track) async throws {
    try await store?.recordPlay(Play(track: song.id, time: Int64(now())), for: current)
  }

  /// Throws when what is said or played could not be kept, or the settings choose somebody who is still unknown.
  package func check() async throws {
    guard let store else { return }
    try await choose(store)
    try await store.tryWriting()
  }

  /// Takes whom the settings choose, once they are known, if nobody else was chosen since.
  private func choose(_ store: ListenerStore) async throws {
    guard isMissing else { return }
    guard let listener = await store.listeners().first(where: { $0.name.lowercased() == chosen.lowercased() }) else {
      throw RequestRefusal(
        "listeners.use: there is no listener \"\(chosen)\"; moodbox listener create \"\(chosen)\" makes one")
    }
    isMissing = false
    current = listener
    try await refresh()
  }

  // MARK: - Parts

  private func kept() throws(RequestRefusal) -> ListenerStore {
    guard let store else { throw RequestRefusal("the box cannot keep listeners: \(problem)") }
    return store
  }

  private var today: Int64 { Int64(now() / 86_400) }

  /// Clears the history of what is too old, and learns from the rest.
  private func refresh() async throws {
    guard let store else { return }
    cleared = today
    try await store.deleteHistory(before: today - Int64(parameters.retention))
    guard let current, current.learns else {
      taste = nil
      return
    }
    let history = try await entries(store, current).compactMap { Feedback($0) }
    taste = Taste(learningFrom: history, targets: parameters.targets)
  }

  private func entries(_ store: ListenerStore, _ listener: Listener) async throws -> [JSONValue] {
    try await store.history(of: listener).compactMap { try? JSONValue(parsing: $0, limit: 65_536) }
  }
}

extension Optional {
  fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async throws -> Value? {
    if let self { try await transform(self) } else { nil }
  }
}
