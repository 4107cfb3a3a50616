import Devices
import Domain
import Synchronization

/// A camera that shows pictures it was given: faces on a desk without a webcam, and every camera failure in tests.
///
/// Each look shows one scene again and again, numbered in time at its frame rate, as fast as the consumer takes them.
package final class ScriptedCamera: Camera {
  /// What one look sees.
  package enum Scene: Sendable {
    /// This picture, for as long as anybody looks.
    case still(Frame)
    /// These pictures in order, then the end of the stream.
    case frames([Frame])
    /// These pictures, then this failure, as when the plug is pulled.
    case lost([Frame], any Error)
    /// The camera cannot be opened.
    case missing(any Error)
  }

  private struct State {
    var scenes: [Scene]
    var opened = 0
    var open = 0
  }

  private let state: Mutex<State>
  private let interval: Duration
  private let repeats: Bool

  /// - Parameters:
  ///   - scenes: one for each look, in order.
  ///   - repeats: whether the first one follows the last; else the last one stays.
  ///   - rate: frames a second, in the frames' times.
  package init(_ scenes: [Scene], repeats: Bool = false, rate: Int = 30) {
    self.repeats = repeats
    state = Mutex(State(scenes: scenes))
    interval = .seconds(1) / rate
  }

  /// Whether it is open right now, and how often it was opened.
  package var isOpen: Bool { state.withLock { $0.open > 0 } }
  package var timesOpened: Int { state.withLock { $0.opened } }

  /// Puts another scene in place of those still to come.
  package func show(_ scene: Scene) { state.withLock { $0.scenes = [scene] } }

  package func withFrames<Value: Sendable>(
    _ body: @Sendable (AsyncThrowingStream<Frame, any Error>) async throws -> Value
  ) async throws -> Value {
    let scene = state.withLock { state in
      guard state.scenes.count > 1 else { return state.scenes.first }
      let scene = state.scenes.removeFirst()
      if repeats { state.scenes.append(scene) }
      return scene
    }
    if case .missing(let error)? = scene { throw error }
    state.withLock {
      $0.open += 1
      $0.opened += 1
    }
    defer { state.withLock { $0.open -= 1 } }
    return try await body(frames(of: scene))
  }

  /// Pulls, so that a scene lasts as long as it is looked at, and no clock is needed.
  private func frames(of scene: Scene?) -> AsyncThrowingStream<Frame, any Error> {
    let count = Mutex(0)
    let interval = interval
    return AsyncThrowingStream {
      if Task.isCancelled { return nil }
      let number = count.withLock { count in
        defer { count += 1 }
        return count
      }
      switch scene {
      case .still(let frame):
        return Frame(width: frame.width, height: frame.height, luma: frame.luma, time: interval * number)
      case .frames(let frames): return number < frames.count ? frames[number] : nil
      case .lost(let frames, let error):
        guard number < frames.count else { throw error }
        return frames[number]
      case .missing, nil: return nil
      }
    }
  }
}
