import Audio
import Devices
import Domain

/// The one who makes it sound.
extension Player {
  /// Frames handed over at a time: 25 ms, so that commands are soon seen to.
  private var blockFrames: Int { sink.sampleRate / 40 }

  /// Does what the commands want until the task is cancelled; then fades out and ends `events`. Runs once.
  package func run() async {
    while !Task.isCancelled {
      signal.lower()
      if jump != nil {
        await performJump()
      } else if state != .playing, isSounding {
        await fadeOut()
        await close()
        emitStatus()
      } else if state == .stopped, !stream.songs.isEmpty {
        endSong(.stopped)
      } else if gainHasChanged {
        gainHasChanged = false
        await takeBack()
      } else if state == .playing {
        await playOn()
      } else {
        await signal.wait()
      }
    }
    await fadeOut()
    await sink.drop()
    endSong(.stopped)
    finishEvents()
  }

  /// Hands over one block.
  private func playOn() async {
    fill(upTo: handed + blockFrames)
    let count = stream.run(from: handed, limit: blockFrames)
    guard count > 0 else { return await playOut() }
    ramp.target = gain(of: stream.song(at: handed))
    await write(count)
  }

  /// After the last song: silence, until its end was heard. So commands are seen to as quickly as ever.
  private func playOut() async {
    guard heard >= stream.tape.end else { return await write(blockFrames) }
    endSong(.finished)
    if isSounding { await sink.drop() }
    isSounding = false
    // While the sink closed somebody may have wanted something else.
    guard state == .playing, jump == nil else { return }
    state = .stopped
    list = []
    index = 0
    emitStatus()
    emit(.queueEmpty)
  }

  /// Hands over frames from where the sink stands, as loud as the ramp says.
  private func write(_ count: Int) async {
    blocks.append((handed, ramp))
    var block = stream.tape.samples(from: handed, count: count)
    ramp.apply(to: &block)
    do {
      try await sink.write(block)
    } catch {
      await lose(error)
      return
    }
    handed += count
    isSounding = true
    if patience != nil {
      patience = nil
      emit(.sinkBack)
    }
    await listen()
  }

  /// Finds out what was heard, and tells which songs began and ended by that.
  private func listen() async {
    heard = max(heard, handed - (await sink.delay()))
    heardAt = now()
    blocks.removeFirst(max(0, (blocks.lastIndex { $0.start <= heard } ?? 0)))
    // What somebody wants instead is on its way: the songs of this stream are no news any more.
    guard jump == nil, state != .stopped else { return }
    announce()
    while let (song, end) = stream.discard(before: heard) {
      if !song.isBroken { emit(.trackEnded(song.recommendation, .finished, at: end)) }
      announce()
    }
  }

  private func announce() {
    guard let song = stream.songs.first, !song.isAnnounced else { return }
    stream.announceFirst()
    index = song.index
    emit(.trackStarted(song.recommendation))
    emitStatus()
  }

  /// Ends the song that is heard, and the stream with it.
  private func endSong(_ ending: PlayerEvent.Ending) {
    if let song = stream.songs.first, song.isAnnounced, !song.isBroken {
      emit(.trackEnded(song.recommendation, ending, at: stream.place(at: min(heard, stream.tape.end))))
    }
    begin(silentStream())
  }

  private func begin(_ stream: SongStream) {
    self.stream = stream
    handed = 0
    heard = 0
    heardAt = now()
    blocks = []
  }

  private func performJump() async {
    await fadeOut()
    guard let jump else { return }
    self.jump = nil
    if let ending = jump.ending { endSong(ending) }
    begin(jump.stream)
    fill(upTo: blockFrames)
  }

  /// Takes back from the sink what it lets go of, so that what comes now is soon heard. Before the stream's beginning
  /// the sink may still hold the end of the one before, which fades out and cannot be handed over again.
  private func takeBack() async {
    guard isSounding else { return }
    // A sound server's estimate of its delay may also grow: what counts as heard is gone from the tape.
    handed -= await sink.takeBack(atMost: handed - heard)
    if let block = blocks.last(where: { $0.start <= handed }) {
      ramp = block.ramp
      ramp.advance(by: handed - block.start)
      blocks.removeAll { $0.start > handed }
    }
  }

  /// Lets the sound end within moments, without a click where the sink can.
  private func fadeOut() async {
    guard isSounding else { return }
    await takeBack()
    let delay = await sink.delay()
    heard = max(heard, handed - delay)
    if delay > sink.sampleRate / 10 {
      // This sink does not take back. A click is better than half a second of what nobody wants to hear.
      await sink.drop()
      silence()
      return
    }
    fill(upTo: handed + ramp.length)
    ramp.target = 0
    await write(ramp.length)
  }

  /// Closes the device once all is heard.
  private func close() async {
    guard isSounding else { return }
    do {
      try await sink.drain()
      heard = handed
    } catch {
      if !Task.isCancelled { report(error) }
    }
    silence()
  }

  /// The device is closed, and what it did not play is to be handed over again.
  private func silence() {
    isSounding = false
    handed = heard
    blocks = []
    ramp = GainRamp(sampleRate: sink.sampleRate)
  }

  private func lose(_ error: any Error) async {
    silence()
    guard !Task.isCancelled else { return }
    report(error)
    let pause = patience ?? .zero
    patience = min(pause * 2, .seconds(8))
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [sleep] in try? await sleep(pause) }
      group.addTask { [signal] in await signal.wait() }
      await group.next()
      group.cancelAll()
    }
  }

  private func report(_ error: any Error) {
    guard patience == nil else { return }
    patience = .milliseconds(250)
    emit(.sinkLost(reason: "\(error)"))
  }

  private func fill(upTo frame: Int) {
    for failure in stream.fill(upTo: frame) {
      emit(.trackFailed(failure.recommendation, reason: failure.reason))
    }
  }

  /// Never above 1: samples lie within ±1, so a quiet song is not made so loud that it clips.
  private func gain(of song: SongStream.Song?) -> Float {
    guard !isMuted, let song else { return 0 }
    let loudness = song.recommendation.track.features?.loudness
    let normalising = settings.targetLoudness.map { Gain.normalising(loudness, to: $0) } ?? 1
    return min(1, Gain.volume(volume) * normalising)
  }
}
