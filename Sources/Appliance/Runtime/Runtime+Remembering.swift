import Devices

/// What outlives a power cut: on the box's own disk, and with whoever keeps the camera.
extension Runtime {
  /// What is true at the start, and what was wrong. Privacy is on if either the box or the camera's keeper has it on, and if the
  /// keeper cannot be asked: nobody may be seen by mistake.
  func agreed(_ memory: StateFile.Memory) async -> (StoredState, problem: String?) {
    var state = memory.state
    guard let keeper = parts.keeper else { return (state, memory.problem) }
    do {
      let kept = try await keeper.isPrivate()
      isKept = kept
      state.privacy = state.privacy || kept
      return (state, memory.problem)
    } catch {
      state.privacy = true
      return (state, memory.problem ?? "\(error); privacy is on to be safe")
    }
  }

  /// Whether disk and keeper know what is in force.
  var isSafe: Bool { stored == machine.remembered && (parts.keeper == nil || isKept == machine.privacy) }

  /// Privacy is kept before it is stored, and given up before that is stored: whatever happens in between, it is on.
  func store(_ state: StoredState) async {
    do {
      if let keeper = parts.keeper, isKept != state.privacy {
        isKept = nil
        do {
          try await keeper.setPrivacy(state.privacy)
          isKept = state.privacy
        } catch  where !state.privacy {
          return post(.privacyKept(reason: "\(error)"))
        } catch {
          // The box itself can still keep its promise, and remember it.
          try await parts.state.store(state)
          stored = state
          throw error
        }
      }
      try await parts.state.store(state)
      stored = state
      // A disk that has room for the one may have none for the other.
      if listenersFail { try await parts.listeners.check() }
      if listenersFail { await tellListeners() }
      listenersFail = false
      post(.stored(state))
    } catch {
      stored = nil
      post(.storeFailed(reason: "\(error)"))
    }
  }
}
