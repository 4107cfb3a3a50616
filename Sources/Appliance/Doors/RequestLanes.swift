import Hub

/// Does what came through a door: quick requests one after the other, so that the last volume counts, and those that take long
/// beside them, so that a look does not hold up a pause.
struct RequestLanes: Sendable {
  typealias Job = @Sendable () async -> Void

  /// As many may wait on each lane; who sends more is not a person.
  static let limit = 64

  private let quick: AsyncStream<Job>
  private let quickEnd: AsyncStream<Job>.Continuation
  private let long: AsyncStream<Job>
  private let longEnd: AsyncStream<Job>.Continuation

  init() {
    (quick, quickEnd) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.limit))
    (long, longEnd) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.limit))
  }

  /// Takes a job for the request of that name; false when too many wait.
  func add(_ verb: String, _ job: @escaping Job) -> Bool {
    let result = Verb(rawValue: verb)?.takesLong == true ? longEnd.yield(job) : quickEnd.yield(job)
    if case .dropped = result { return false }
    return true
  }

  /// Does the jobs until the task is cancelled.
  func run() async {
    await withTaskGroup(of: Void.self) { lanes in
      lanes.addTask { for await job in quick { await job() } }
      // Few, since one look or scan at a time is all there is; whoever asks meanwhile waits with the others.
      for _ in 0..<4 { lanes.addTask { for await job in long { await job() } } }
    }
  }
}

extension Verb {
  /// Whether it is answered only after seconds or more.
  fileprivate var takesLong: Bool {
    switch self {
    case .look, .scan, .recommend, .catalog: true
    case .status, .play, .next, .previous, .pause, .resume, .stop, .seek, .volume, .mute, .privacy, .watching,
      .health, .like, .dislike, .policy, .listener, .listeners:
      false
    }
  }
}
