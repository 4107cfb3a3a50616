import Domain
import FoundationEssentials
import Hub

/// What the doors ask for. They have checked who may ask what; the machine keeps the promise about privacy all the same.
extension Runtime: RequestHandler {
  package func perform(_ request: Request) async throws -> JSONValue {
    switch request {
    case .status: return statusReport
    case .health: return health.json
    case .recommend(let emotion, let count):
      return .array(try await parts.chooser.recommendations(for: emotion, count: count).map(\.json))
    case .scan:
      let found = try await parts.scan()
      try await parts.chooser.refresh()
      await tellLibrary()
      return found
    case .catalog(let request):
      let answer = try await parts.catalog(request)
      if request.changesSongs { await refreshLibrary() }
      return answer
    case .look: return try await ask(.look, for: request)
    case .play(let emotion): return try await ask(.play(emotion), for: request)
    case .next: return try await ask(.next, for: request)
    case .previous: return try await ask(.previous, for: request)
    case .pause: return try await ask(.pause, for: request)
    case .resume: return try await ask(.resume, for: request)
    case .stop: return try await ask(.stop, for: request)
    case .seek(let position): return try await ask(.seek(position), for: request)
    case .volume(let volume): return try await ask(.volume(volume), for: request)
    case .mute(let muted): return try await ask(.mute(muted), for: request)
    case .watching(let on): return try await ask(.watching(on), for: request)
    case .privacy(let on): return try await ask(.privacy(on), for: request)
    case .policy(let policy): return try await ask(.policy(policy), for: request)
    case .like, .dislike:
      try await parts.listeners.expectLearning()
      return try await ask(.rate(liked: request == .like), for: request)
    case .listener(let name):
      try await parts.listeners.use(name)
      await tellListeners()
      return [:]
    case .listeners(let wanted):
      let answer = try await parts.listeners.perform(wanted)
      await tellListeners()
      return answer
    }
  }

  /// Asks the machine; a look is answered with what it found.
  private func ask(_ command: Command, for request: Request) async throws -> JSONValue {
    let answer = await withCheckedContinuation { reply in
      if case .enqueued = inboxEnd.yield(.asked(command, by: request.role, reply)) { return }
      reply.resume(returning: .refused("The box is being switched off."))
    }
    switch answer {
    case .done: return [:]
    case .refused(let reason), .looked(.failed(let reason)): throw RequestRefusal(reason)
    case .looked(.cancelled), .looked(.dropped): throw RequestRefusal("The look was cancelled.")
    case .looked(.outcome(let outcome)): return outcome.json
    }
  }

  /// Everything that the box would tell of itself.
  private var statusReport: JSONValue {
    let moment = Moment(uptime: now(), date: Date())
    return [
      "looking": .bool(machine.attention != .idle), "privacy": .bool(machine.privacy),
      "watching": .bool(machine.isWatching), "policy": .string(machine.policy.rawValue),
      "mood": machine.mood?.json ?? .null, "player": status.json(at: moment),
      "faults": .array(Part.allCases.filter(machine.faults.contains).map { .string($0.rawValue) }), "info": info.json,
      "health": health.json,
    ]
  }
}
