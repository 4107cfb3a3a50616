import Mood

/// The eyes.
extension Runtime {
  /// Opens the camera and looks until the frames have decided, or until the task is cancelled. Says when the camera is
  /// closed again.
  nonisolated func lookAround() async {
    if Task.isCancelled { return post(.cameraClosed) }
    do {
      try await parts.camera.withFrames { [parts, parameters] frames in
        var evidence = MoodEvidence(parameters.evidence)
        var frameCount = 0
        for try await frame in frames {
          frameCount += 1
          let scores = try await parts.eyes.scores(in: frame)
          if Task.isCancelled { return }
          if let outcome = evidence.add(scores, at: frame.time) { return post(.lookDecided(outcome)) }
        }
        if Task.isCancelled { return }
        guard frameCount > 0 else { throw CameraSilence() }
        post(.lookDecided(evidence.conclusion))
      }
      post(.cameraClosed)
    } catch {
      post(Task.isCancelled ? .cameraClosed : .lost(.camera, reason: "\(error)"))
    }
  }
}

/// A camera that opened, showed nothing and closed.
private struct CameraSilence: Error, CustomStringConvertible {
  var description: String { "the camera gave no pictures" }
}
