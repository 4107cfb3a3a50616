import Devices

/// What the box keeps an eye on beside its events.
extension Runtime {
  /// Reports the button's edges. A button that was lost is tried again and again; its first edge says that it is back.
  nonisolated func watchButton(_ edges: AsyncThrowingStream<ButtonEdge, any Error>) async {
    var edges = edges
    var isLost = false
    while !Task.isCancelled {
      do {
        for try await edge in edges {
          if isLost { post(.back(.button)) }
          isLost = false
          post(.button(edge))
        }
        return  // a button that has come to its end, or the box has
      } catch {
        isLost = true
        post(.lost(.button, reason: "\(error)"))
      }
      guard (try? await sleep(parameters.buttonRetry)) != nil else { return }
      edges = parts.button.edges()
    }
  }

  /// Tells from time to time how the box is.
  func reportHealth() async {
    repeat {
      tell(.health(health))
      // How far a song is, after a power cut.
      if status.state == .playing { keepQueue() }
    } while (try? await sleep(parameters.healthInterval)) != nil
  }
}
