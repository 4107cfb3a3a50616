import Domain
import Hub
import Music

/// Those whom the box plays for.
extension Runtime {
  func openListeners() async {
    do {
      try await parts.listeners.open()
    } catch {
      listenersLost(error)
    }
    await tellListeners()
  }

  /// Tells who can be chosen, and who is, if that has changed.
  func tellListeners() async {
    let bulletin = await parts.listeners.bulletin
    if bulletin != listeners { tell(bulletin) }
  }

  /// Takes down what the listener says of a song.
  func rate(_ song: Track, _ liked: Bool) {
    note(liked ? .liked : .disliked, of: song, at: status.position)
  }

  /// What was done says something too: a song that was left, or heard out.
  func noteEnd(of song: Track, _ ending: PlayerEvent.Ending, at place: Duration) {
    switch ending {
    case .finished: note(.finished, of: song, at: song.duration)
    case .skipped: note(.skipped, of: song, at: place)
    case .stopped: break
    }
  }

  private func note(_ kind: Feedback.Kind, of song: Track, at place: Duration) {
    let heard = song.duration > .zero ? Float(place / song.duration) : 0
    keep {
      let mood = await self.parts.chooser.mood(chosenFor: song)
      try await self.parts.listeners.note(kind, heard: heard, of: song, chosenFor: mood)
    }
  }

  /// Stores something, in its turn.
  func keep(_ job: @escaping @Sendable () async throws -> Void) {
    storing.add {
      do {
        try await job()
      } catch {
        await self.listenersLost(error)
      }
    }
  }

  private func listenersLost(_ error: any Error) {
    listenersFail = true
    post(.lost(.storage, reason: "\(error)"))
  }
}
