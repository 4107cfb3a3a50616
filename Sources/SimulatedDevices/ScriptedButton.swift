import Devices
import Synchronization

/// A button that is pressed by calling it: by the keyboard on a desk, by a test.
package final class ScriptedButton: Button {
  private let listeners = Mutex<[AsyncThrowingStream<ButtonEdge, any Error>.Continuation]>([])

  package init() {}

  /// Every edge counts, so none is dropped.
  package func edges() -> AsyncThrowingStream<ButtonEdge, any Error> {
    let (edges, continuation) = AsyncThrowingStream<ButtonEdge, any Error>.makeStream(bufferingPolicy: .unbounded)
    listeners.withLock { $0.append(continuation) }
    return edges
  }

  package func send(_ edge: ButtonEdge) {
    listeners.withLock { for listener in $0 { listener.yield(edge) } }
  }

  /// Down at `time`, and up again after `duration`.
  package func press(at time: Duration, for duration: Duration = .milliseconds(80)) {
    send(ButtonEdge(.pressed, at: time))
    send(ButtonEdge(.released, at: time + duration))
  }

  /// The line is lost.
  package func fail(_ error: any Error) {
    listeners.withLock { listeners in
      for listener in listeners { listener.finish(throwing: error) }
      listeners.removeAll()
    }
  }
}
