import Domain

/// Watching: looks in passing, from time to time, while somebody has switched that on.
extension ApplianceMachine {
  mutating func setWatching(_ wanted: Bool) {
    if wanted, privacy {
      // Otherwise whoever ends privacy later would be watched without having asked for it.
      emit(.refuse("Privacy is on: the button on the box turns it off when held."))
      return
    }
    guard isWatching != wanted else { return }
    isWatching = wanted
    if !wanted {
      forgetCandidate()
      if case .looking(let look) = attention, look.asker == .watch { cancelLook() }
    }
    emit(.tell(.watching(wanted)))
    wanted ? start(.watch, .zero) : cancel(.watch)
    store()
  }

  /// The time for a look has come.
  mutating func watch() {
    if isLooking || gesture != .up || !isWatchTime { restartWatch() } else { beginLook(for: .watch) }
  }

  mutating func restartWatch() {
    if isWatching, !privacy { start(.watch, parameters.watchInterval) } else { cancel(.watch) }
  }

  /// A mood seen in passing counts only when it is plainly another one than the last, and has lasted: otherwise the music would
  /// follow every grimace. The same mood again takes less.
  mutating func glimpse(_ seen: Mood) {
    if seen.emotion == mood?.emotion {
      forgetCandidate()
      mood = seen
      emit(.tell(.mood(seen)))
    } else if seen.confidence >= parameters.watchConfidence {
      if candidate != seen.emotion {
        candidate = seen.emotion
        start(.dwell, parameters.watchDwell)
      } else if !timers.contains(.dwell) {
        see(seen)
        follow(seen)
      }
    }
  }

  mutating func forgetCandidate() {
    candidate = nil
    cancel(.dwell)
  }

  /// Changes the music that plays; never starts any.
  private mutating func follow(_ mood: Mood) {
    switch playback {
    case .playing: play(.mood(mood))
    case .paused: mix = .mood(mood)
    case .stopped: break
    }
  }
}
