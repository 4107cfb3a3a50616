import Devices
import Domain
import Hub

/// What the machine decides, done.
extension Runtime {
  func perform(_ effects: [Effect]) async {
    for effect in effects { await perform(effect) }
  }

  private func perform(_ effect: Effect) async {
    switch effect {
    case .openCamera(let lamps): await openCamera(showing: lamps)
    case .closeCamera: look?.cancel()
    case .light(let lamps): await show(lamps)

    case .startTimer(let timer, let length): start(timer, length)
    case .cancelTimer(let timer): timers.removeValue(forKey: timer)?.cancellation.cancel()

    case .play(let mix):
      mixesWanted += 1
      music.add { await self.play(mix) }
    case .pause: music.add { await self.parts.player.pause() }
    case .resume: music.add { await self.parts.player.resume() }
    case .stop: music.add { await self.parts.player.stop() }
    case .next: music.add { await self.parts.player.next() }
    case .previous: music.add { await self.parts.player.previous() }
    case .seek(let position): music.add { await self.parts.player.seek(to: position) }
    case .volume(let volume): music.add { await self.parts.player.setVolume(volume) }
    case .policy(let policy): music.add { await self.parts.chooser.setPolicy(policy) }
    case .rate(let liked): if let song = status.track { rate(song, liked) }
    case .mute(let muted): music.add { await self.parts.player.setMuted(muted) }

    case .store(let state): storing.add { await self.store(state) }
    case .tell(let bulletin): tell(bulletin)
    case .lookOver(let end):
      for reply in waitingForLook { reply.resume(returning: .looked(end)) }
      waitingForLook = []
    case .refuse: break  // said to whoever asked
    }
  }

  private func start(_ timer: BoxTimer, _ length: Duration) {
    timers[timer]?.cancellation.cancel()
    timersStarted += 1
    let number = timersStarted
    let cancellation = Cancellation()
    timers[timer] = (number, cancellation)
    tasksEnd.yield { [sleep, inboxEnd] in
      await cancellation.run {
        guard (try? await sleep(length)) != nil else { return }
        inboxEnd.yield(.timerFired(timer, number: number))
      }
    }
  }

  /// Returns whether the lamps show it.
  @discardableResult
  private func show(_ lamps: Lamps) async -> Bool {
    do {
      try await parts.lights.show(lamps)
      if lightsFail { post(.back(.lights)) }
      lightsFail = false
    } catch {
      lightsFail = true
      post(.lost(.lights, reason: "\(error)"))
    }
    return !lightsFail
  }

  /// The light first: nobody is looked at in the dark.
  private func openCamera(showing lamps: Lamps) async {
    guard await show(lamps) else { return post(.cameraClosed) }
    let cancellation = Cancellation()
    look = cancellation
    tasksEnd.yield { await cancellation.run { await self.lookAround() } }
  }

  func tell(_ bulletin: Bulletin) {
    switch bulletin {
    case .player(let status):
      // The passing of time is told by `reportHealth`.
      if (status.state, status.track?.id) != (self.status.state, self.status.track?.id) { keepQueue() }
      self.status = status
    case .info(let info): self.info = info
    case .event(.fault(let part, let reason)): lastError = "\(part): \(reason)"
    case .event(.trackStarted(let track, _)): note(track)
    case .event(.privacyOn), .event(.privacyOff):
      for reply in waitingForPrivacy { reply.resume(returning: .done) }
      waitingForPrivacy = []
    case .listeners: listeners = bulletin
    case .event, .mood, .privacy, .watching, .policy, .health: break
    }
    for listener in audience { listener.yield(bulletin) }
    switch bulletin {
    case .event(.fault), .event(.recovered): tell(.health(health))
    default: break
    }
  }

  /// What is left to do when the box stops: everything but this has ended.
  func finish() async {
    inboxEnd.finish()
    for reply in waitingForLook + waitingForPrivacy {
      reply.resume(returning: .refused("The box is being switched off."))
    }
    waitingForLook = []
    waitingForPrivacy = []
    for listener in audience { listener.finish() }
    await storeQueue()
    try? await parts.lights.show(.dark)
    if stored != machine.remembered { try? await parts.state.store(machine.remembered) }
  }
}
