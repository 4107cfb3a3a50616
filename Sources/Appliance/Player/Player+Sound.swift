import Audio
import Devices
import Domain

/// The one who makes it sound.
extension Player {
  /// Of the stream, or what most cards run at while there is none.
  var rate: Int { stream.rate ?? 48_000 }

  /// Frames handed over at a time: 25 ms, so that commands are soon seen to.
  private var blockFrames: Int { rate / 40 }

  /// A fade that is not heard as one.
  private static let shortFade = Duration.milliseconds(10)

  /// Does what the commands want until the task is cancelled; then fades out and ends `events`. Runs once.
  package func run() async {
    while !Task.isCancelled {
      signal.lower()
      if let jump {
        await perform(jump)
      } else if state != .playing, isSounding {
        await fadeOut(over: state == .stopped ? settings.stopFade : Self.shortFade)
        await close()
        emitStatus()
      } else if state == .stopped, !stream.songs.isEmpty {
        endSong(.stopped)
      } else if gainHasChanged {
        gainHasChanged = false
        await applyVolume()
        await takeBack()
      } else if state == .playing {
        await playOn()
      } else if patience != nil {
        await lookForSink()
      } else {
        await signal.wait()
      }
    }
    await fadeOut(over: Self.shortFade)
    await sink.drop()
    let place = stream.place(at: heard)
    endSong(.stopped)
    // What would have to be known to go on later stays known.
    if state != .stopped, jump == nil {
      jump = makeJump(stream(from: index, at: place), ending: nil, crossfades: false)
    }
    finishEvents()
  }

  /// Hands over one block.
  private func playOn() async {
    if patience != nil, await !suits() { return }
    guard await fill(upTo: handed + blockFrames) else { return }
    let count = stream.run(from: handed, limit: blockFrames)
    guard count > 0 else { return await playOut() }
    let song = stream.song(at: handed)
    if !isSounding {
      await applyVolume()
      ramp = GainRamp(sampleRate: rate)
    }
    // A song's own beginning needs no fade, and is left as it is; the middle of one does.
    if ramp.gain == 0, ramp.target == 0, let song, song.start == handed, song.offset == .zero {
      ramp = GainRamp(sampleRate: rate, gain: gain(of: song))
    }
    ramp.target = gain(of: song)
    await write(count)
  }

  /// After the last song at this rate: silence, until its end was heard. So commands are seen to as quickly as ever.
  private func playOut() async {
    guard heard >= stream.tape.end else { return await write(blockFrames) }
    let successor = stream.successor
    endSong(.finished)
    if isSounding { await sink.drop() }
    isSounding = false
    // While the sink closed somebody may have wanted something else.
    guard state == .playing, jump == nil else { return }
    if let successor { return begin(stream(from: successor)) }
    state = .stopped
    list = []
    index = 0
    emitStatus()
    emit(.queueEmpty)
  }

  /// Hands over frames from where the sink stands, as loud as the ramp says.
  private func write(_ count: Int) async {
    blocks.append((handed, ramp, crossfade?.ramp))
    var block = stream.tape.samples(from: handed, count: count)
    ramp.apply(to: &block)
    crossfade?.mix(into: &block, from: handed)
    do {
      if !sink.offer(block, at: rate) { try await sink.write(block, at: rate) }
    } catch {
      await lose(error)
      return
    }
    handed += count
    isSounding = true
    recover()
    await listen()
  }

  private func recover() {
    guard patience != nil else { return }
    patience = nil
    emit(.sinkBack)
  }

  /// Finds out what was heard, and tells which songs began and ended by that.
  private func listen() async {
    heard = max(heard, handed - (await sink.delay()))
    heardAt = now()
    blocks.removeFirst(max(0, (blocks.lastIndex { $0.start <= heard } ?? 0)))
    if let crossfade, heard >= crossfade.length { self.crossfade = nil }
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
    crossfade = nil
  }

  private func perform(_ wanted: Jump) async {
    var next = wanted.stream
    if wanted.crossfades, isSounding, settings.crossfade > .zero {
      // While it is read what plays goes on from the sink's buffer; somebody may come to want something else.
      guard await fill(&next), jump?.number == wanted.number else { return }
      if next.rate == stream.rate {
        await takeBack()
        return await fade(into: next, ending: wanted.ending)
      }
    }
    await fadeOut(over: max(Self.shortFade, wanted.crossfades ? settings.crossfade / 2 : .zero))
    guard jump?.number == wanted.number else { return }
    jump = nil
    if let ending = wanted.ending { endSong(ending) }
    begin(next)
  }

  /// Lets a stream begin under the end of this one.
  private func fade(into next: SongStream, ending: PlayerEvent.Ending?) async {
    jump = nil
    let length = settings.crossfade.frames(at: rate)
    _ = await fill(upTo: handed + length)
    var old = stream.tape.samples(from: handed, count: min(length, max(0, stream.tape.end - handed)))
    ramp.apply(to: &old)
    crossfade?.mix(into: &old, from: handed)
    if let ending { endSong(ending) }
    begin(next)
    crossfade = Crossfade(from: old, length: length, sampleRate: rate)
    fadedGain = volumeGain
    ramp = GainRamp(sampleRate: rate, gain: gain(of: stream.song(at: 0)))
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
      if var faded = block.crossfade {
        faded.advance(by: handed - block.start)
        crossfade?.ramp = faded
      }
      blocks.removeAll { $0.start > handed }
    }
    if fadedGain > 0 { crossfade?.ramp.target = volumeGain / fadedGain }
  }

  /// Lets the sound end, without a click where the sink can.
  private func fadeOut(over length: Duration) async {
    guard isSounding else { return }
    await takeBack()
    let delay = await sink.delay()
    heard = max(heard, handed - delay)
    if delay > rate * 3 / 10 {
      // This sink does not take back. A click is better than half a second of what nobody wants to hear.
      await sink.drop()
      silence()
      return
    }
    let frames = max(1, length.frames(at: rate))
    _ = await fill(upTo: handed + frames)
    ramp.fade(over: frames)
    crossfade?.ramp.fade(over: frames)
    await write(frames)
    crossfade = nil
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
    crossfade = nil
    ramp = GainRamp(sampleRate: rate)
  }

  // MARK: The sink's troubles

  private func lose(_ error: any Error) async {
    silence()
    guard !Task.isCancelled else { return }
    report(error)
    await rest()
  }

  private func report(_ error: any Error) {
    guard patience == nil else { return }
    patience = .milliseconds(250)
    emit(.sinkLost(reason: "\(error)"))
  }

  /// Waits for as long as the patience says, or until a command comes.
  private func rest() async {
    let pause = patience ?? .zero
    patience = min(pause * 2, .seconds(8))
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [sleep] in try? await sleep(pause) }
      group.addTask { [signal] in await signal.wait() }
      await group.next()
      group.cancelAll()
    }
  }

  /// While nothing is to sound, finds out whether a sink that was lost is back.
  private func lookForSink() async {
    await rest()
    guard !Task.isCancelled, state != .playing, (try? await sink.rate(for: rate)) != nil else { return }
    if !isSounding { await sink.drop() }
    recover()
  }

  /// Whether the sink, which was lost, takes the stream as it was begun; another card may stand in its place. Else the
  /// stream is begun anew.
  private func suits() async -> Bool {
    guard let rate = stream.rate else { return true }
    do {
      if try await sink.rate(for: stream.fileRate) == rate { return true }
    } catch {
      await lose(error)
      return false
    }
    guard jump == nil, let song = stream.songs.first else { return true }
    let place = stream.place(at: heard)
    index = song.index
    jump = makeJump(stream(from: index, at: place, isAnnounced: song.isAnnounced), ending: nil, crossfades: false)
    return false
  }

  /// Reads on, and asks the sink at which rates. False when it is lost.
  private func fill(upTo frame: Int) async -> Bool {
    while true {
      report(stream.fill(upTo: frame))
      guard let question = stream.question else { return true }
      guard let rate = await answer(question) else { return false }
      stream.answer(rate)
    }
  }

  /// Reads the beginning of another stream.
  private func fill(_ next: inout SongStream) async -> Bool {
    while true {
      report(next.fill(upTo: blockFrames))
      guard let question = next.question else { return true }
      guard let rate = await answer(question) else { return false }
      next.answer(rate)
    }
  }

  private func answer(_ question: Int) async -> Int? {
    do {
      let rate = try await sink.rate(for: question)
      recover()
      return rate
    } catch {
      await lose(error)
      return nil
    }
  }

  private func report(_ failures: [SongStream.Failure]) {
    for failure in failures { emit(.trackFailed(failure.recommendation, reason: failure.reason)) }
  }

  // MARK: Loudness

  /// The gain of volume and mute that is left to the samples.
  private var volumeGain: Float { isMuted ? 0 : softwareGain }

  private func applyVolume() async {
    softwareGain = await sink.attenuate(to: Gain.volume(volume))
  }

  /// Never so high that a song clips: not above 1, and where songs are levelled, not above what their true peaks bear. Songs
  /// that are not levelled are passed on as they are.
  private func gain(of song: SongStream.Song?) -> Float {
    guard let song else { return 0 }
    return min(
      Gain.limit(peak: song.level.peak),
      volumeGain * Gain.normalising(song.level.loudness, to: settings.targetLoudness))
  }
}
