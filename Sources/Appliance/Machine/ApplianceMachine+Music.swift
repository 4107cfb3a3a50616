import Domain

/// The music. The player reports what it plays; whether it should play at all is known here.
extension ApplianceMachine {
  mutating func play(_ mix: Mix) {
    self.mix = mix
    playback = .playing
    isHeard = false
    emit(.play(mix))
  }

  /// What plays goes on; if nothing plays, the owner's default mix does.
  mutating func playOn() {
    switch playback {
    case .playing: break
    case .paused:
      playback = .playing
      emit(.resume)
    case .stopped: play(.standard)
    }
  }

  mutating func next() {
    switch playback {
    case .playing, .paused:
      playback = .playing
      isHeard = true
      emit(.next)
    case .stopped: play(.standard)
    }
  }

  mutating func previous() {
    switch playback {
    case .playing, .paused:
      playback = .playing
      isHeard = true
      emit(.previous)
    case .stopped: refuseSilence()
    }
  }

  mutating func pause() {
    switch playback {
    case .playing:
      playback = .paused
      emit(.pause)
    case .paused: break
    case .stopped: refuseSilence()
    }
  }

  mutating func resume() {
    switch playback {
    case .playing: break
    case .paused: playOn()
    case .stopped: emit(.refuse("Nothing is paused; \"play\" starts the music."))
    }
  }

  mutating func stop() {
    guard playback != .stopped else { return }
    playback = .stopped
    mix = nil
    emit(.stop)
  }

  /// What played before the box was switched off waits to be resumed, unless the owner wants it to go on by itself.
  mutating func restored(wasPlaying: Bool) {
    guard playback == .stopped else { return }
    playback = .paused
    mix = .standard
    isHeard = true
    if wasPlaying, parameters.resumesMusic { playOn() }
  }

  mutating func seek(_ position: Duration) {
    switch playback {
    case .playing, .paused: emit(.seek(position))
    case .stopped: refuseSilence()
    }
  }

  /// Holds for songs that are chosen from now on.
  mutating func setPolicy(_ wanted: MusicPolicy) {
    guard policy != wanted else { return }
    policy = wanted
    emit(.policy(wanted))
    emit(.tell(.policy(wanted)))
    store()
  }

  /// Nobody who says that they do not like a song wants to hear the rest of it.
  mutating func rate(_ liked: Bool) {
    guard playback != .stopped else { return refuseSilence() }
    emit(.rate(liked: liked))
    if !liked, playback == .playing { next() }
  }

  private mutating func refuseSilence() { emit(.refuse("Nothing is playing.")) }

  mutating func setVolume(_ wanted: Int) {
    volume = min(max(wanted, 0), parameters.volumeLimit)
    emit(.volume(volume))
    start(.store, parameters.storeDelay)
  }

  /// The mix goes on with new songs, unless none of its songs could be heard: that would go round for ever.
  mutating func queueEnded() {
    guard playback != .stopped, let mix else { return }
    isHeard ? play(mix) : nothingToPlay("none of the songs could be played", still: .stopped)
  }

  /// No songs for a mix: what the player still does goes on.
  mutating func nothingToPlay(_ reason: String, still state: PlayerStatus.State) {
    playback = state
    if state == .stopped { mix = nil }
    if !faults.contains(.library) { hadNothingToPlay = true }
    insertFault(.library, reason)
  }
}
