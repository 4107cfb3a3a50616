import Settings

extension Runtime.Parameters {
  /// As the owner has set them.
  package init(_ settings: Settings) {
    self.init()
    volume = settings.player.volume
    machine.volumeLimit = settings.player.volumeLimit
    machine.watch = settings.watch.enabled ? .seconds(60 * settings.watch.minutes) : nil

    // Half of a look's time to find a face, half to read it.
    let half = Duration.seconds(settings.mood.lookSeconds) / 2
    evidence.faceTimeout = half
    evidence.patience = half
    evidence.threshold = Float(settings.mood.confidence)
    evidence.sureness = Float(settings.mood.sure)
    evidence.minimumFrames = settings.mood.frames
    // A camera may take some seconds to start.
    machine.lookLimit = half * 2 + .seconds(10)
  }
}
