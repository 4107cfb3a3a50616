import Devices
import Synchronization

/// Lamps that remember what they showed, tell whoever listens, and fail when told to.
package final class RecordingLights: Lights {
  private struct State {
    var shown: [Lamps] = []
    var failure: (any Error)?
    var listeners: [AsyncStream<Lamps>.Continuation] = []
  }

  private let state = Mutex(State())

  package init() {}

  /// Everything shown so far, oldest first.
  package var shown: [Lamps] { state.withLock { $0.shown } }

  /// From now on every call fails with this; nil mends it.
  package func fail(_ error: (any Error)?) { state.withLock { $0.failure = error } }

  /// What is shown from now on, nothing left out.
  package func changes() -> AsyncStream<Lamps> {
    let (changes, continuation) = AsyncStream<Lamps>.makeStream(bufferingPolicy: .unbounded)
    state.withLock { $0.listeners.append(continuation) }
    return changes
  }

  package func show(_ lamps: Lamps) async throws {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      state.shown.append(lamps)
      for listener in state.listeners { listener.yield(lamps) }
    }
  }
}
