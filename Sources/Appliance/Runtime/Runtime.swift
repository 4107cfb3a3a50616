import Devices
import Domain
import Hub
import System

/// Carries what happens into the machine and does what the machine decides; decides nothing itself.
///
/// One loop takes events from one inbox. What may take long has a task of its own and reports by an event: the camera and
/// each timer, songs and player in order, storing in order, every door. So nothing waits for anything else.
package actor Runtime {
  let parts: Parts
  let parameters: Parameters
  let now: @Sendable () -> Duration
  let sleep: @Sendable (Duration) async throws -> Void

  private let inbox: AsyncStream<Incoming>
  nonisolated let inboxEnd: AsyncStream<Incoming>.Continuation
  /// Tasks that are to run beside all others.
  private let tasks: AsyncStream<Lane.Job>
  let tasksEnd: AsyncStream<Lane.Job>.Continuation
  let music = Lane()
  let storing = Lane()

  var timers: [BoxTimer: (number: Int, cancellation: Cancellation)] = [:]
  var timersStarted = 0
  var look: Cancellation?
  var lightsFail = false
  /// Whether the library could not be read, and what listeners say not be kept, when that was last tried.
  var libraryFails = false
  var listenersFail = false
  /// Lists that the machine has asked for, and those that the player has got.
  var mixesWanted = 0
  var mixesPlaying = 0
  /// Those who wait for the end of the look.
  var waitingForLook: [CheckedContinuation<Incoming.Answer, Never>] = []
  /// Those who asked for privacy, or against it: they are answered when it is stored.
  var waitingForPrivacy: [CheckedContinuation<Incoming.Answer, Never>] = []
  /// What is on the disk; nil when unknown.
  var stored: StoredState?
  /// What the camera's keeper was last known to do; nil when unknown.
  var isKept: Bool?

  var audience: [AsyncStream<Bulletin>.Continuation] = []
  var info: BoxInfo
  var status: PlayerStatus
  /// What was told last of who can be chosen, and who is; nil while nothing was.
  var listeners: Bulletin?
  var lastError: String?
  private let started: Duration
  /// Until the box has read what it remembers, it keeps privacy.
  private(set) var machine: ApplianceMachine
  private var isRunning = false

  /// `info` says what the box is; the number of its songs is found out. `now` is the monotonic time of button and camera.
  package init<C: Clock>(
    _ parts: Parts, _ parameters: Parameters, info: BoxInfo, clock: C = ContinuousClock(),
    now: @escaping @Sendable () -> Duration = monotonicTime
  ) where C.Duration == Duration {
    self.parts = parts
    self.parameters = parameters
    self.info = info
    self.now = now
    sleep = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
    status = PlayerStatus(volume: parameters.volume)
    machine = ApplianceMachine(parameters.machine, stored: StoredState(privacy: true, volume: parameters.volume))
    started = now()
    (inbox, inboxEnd) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    (tasks, tasksEnd) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
  }

  /// Tells the box that something happened, such as the loss of a part that it does not watch itself.
  package nonisolated func post(_ event: Event) { inboxEnd.yield(.event(event)) }

  /// Calls `beat` as soon as the box has dealt with all that happened before: the sign that it still lives. A camera or a
  /// sound card that hangs does not keep it from that, because nothing here waits for them.
  package nonisolated func pulse(_ beat: @escaping @Sendable () -> Void) { inboxEnd.yield(.pulse(beat)) }

  /// What the box tells from now on, and first what is true now; for a door to pass on. Nothing is dropped.
  package func bulletins() -> AsyncStream<Bulletin> {
    let (stream, continuation) = AsyncStream<Bulletin>.makeStream(bufferingPolicy: .unbounded)
    audience.append(continuation)
    continuation.yield(.info(info))
    guard isRunning else { return stream }
    let state: [Bulletin?] = [
      .privacy(machine.announcedPrivacy), .watching(machine.isWatching), .policy(machine.policy), listeners,
      .health(health), .player(status), .mood(machine.mood),
    ]
    for case let bulletin? in state { continuation.yield(bulletin) }
    return stream
  }

  /// Whoever is told over the hub knows that the broker is there.
  var health: BoxHealth {
    let faults = Part.allCases.filter { $0 != .broker && machine.faults.contains($0) }
    return .measured(
      uptime: now() - started, queued: status.queued, underruns: parts.player.underruns,
      faults: faults.map(\.rawValue), lastError: lastError, music: parameters.musicFolder, state: parameters.stateFolder
    )
  }

  /// Runs the box until the task is cancelled. `ready` is called once privacy is in force, the lights tell the truth, and
  /// the button counts. Returns when the camera is closed, the music has faded out and the lights are dark.
  package func run(ready: @Sendable () -> Void = {}) async {
    let memory = await parts.state.load(volume: parameters.volume, policy: parameters.policy)
    if memory.problem == nil { stored = memory.state }
    let (remembered, problem) = await agreed(memory)
    machine = ApplianceMachine(parameters.machine, stored: remembered)
    let edges = parts.button.edges()
    isRunning = true
    await handle(.started)
    if let problem { await handle(.lost(.storage, reason: problem)) }
    if problem == nil, !isSafe { storing.add { await self.store(remembered) } }
    music.add { await self.openListeners() }
    music.add {
      await self.refreshLibrary()
      await self.restoreQueue()
    }
    ready()

    await withDiscardingTaskGroup { group in
      group.addTask { await self.parts.player.run() }
      group.addTask { await self.music.run() }
      group.addTask { await self.storing.run() }
      group.addTask { await self.watchPlayer() }
      group.addTask { await self.watchButton(edges) }
      group.addTask { await self.reportHealth() }
      group.addTask { await self.takeEvents() }
      group.addTask { await self.parts.keep { await self.hear($0) } }
      for await task in tasks { group.addTask { await task() } }
      group.cancelAll()
    }
    await finish()
  }

  /// Takes what is in the inbox, until the task is cancelled.
  private func takeEvents() async {
    for await incoming in inbox {
      switch incoming {
      case .event(let event): await handle(event)
      case .timerFired(let timer, let number):
        guard timers[timer]?.number == number else { continue }
        timers[timer] = nil
        if timer == .watch { await handle(.watchHours(parameters.isWatchTime())) }
        await handle(.timerFired(timer))
      case .queueEmpty:
        // Meanwhile the player may have got another list, or be about to.
        guard mixesWanted == mixesPlaying, await parts.player.status.state == .stopped else { continue }
        await handle(.queueEnded)
      case .asked(let command, let role, let reply): await answer(command, by: role, reply)
      case .pulse(let beat): beat()
      }
    }
  }

  private func answer(_ command: Command, by role: Role, _ reply: CheckedContinuation<Incoming.Answer, Never>) async {
    let effects = machine.handle(.asked(command, by: role))
    let refusal = effects.lazy.compactMap { if case .refuse(let reason) = $0 { reason } else { nil } }.first
    switch (refusal, command) {
    case (let reason?, _):
      reply.resume(returning: .refused(reason))
      await perform(effects)
    case (nil, .look):
      waitingForLook.append(reply)
      await perform(effects)
    case (nil, .privacy(let on)):
      if effects.contains(where: { if case .store = $0 { true } else { false } }) || machine.announcedPrivacy != on {
        // It is answered when the disk has answered.
        waitingForPrivacy.append(reply)
      } else {
        reply.resume(returning: isStored ? .done : .refused(unstored(lastError ?? "the disk has not answered yet")))
      }
      await perform(effects)
    case (nil, _):
      await perform(effects)
      reply.resume(returning: .done)
    }
  }

  private func handle(_ event: Event) async {
    switch event {
    case .storeFailed(let reason): refusePrivacy(unstored(reason))
    case .privacyKept(let reason): refusePrivacy("Privacy stays on: \(reason).")
    default: break
    }
    await perform(machine.handle(event))
  }

  private func refusePrivacy(_ reason: String) {
    for reply in waitingForPrivacy { reply.resume(returning: .refused(reason)) }
    waitingForPrivacy = []
  }

  private var isStored: Bool { stored?.privacy == machine.privacy }

  private func unstored(_ reason: String) -> String {
    "Privacy is \(machine.privacy ? "on" : "off"), but the box could not store that, and would not know it after a power cut: "
      + reason
  }
}
