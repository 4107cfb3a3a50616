import Domain
import Settings
import System

extension Runtime.Parameters {
  /// As the owner has set them.
  package init(_ settings: Settings) {
    self.init()
    volume = settings.player.volume
    policy = settings.music.policy
    musicFolder = settings.music.folder
    stateFolder = settings.state
    machine.resumesMusic = settings.player.autoplay
    machine.volumeLimit = settings.player.volumeLimit
    machine.watchInterval = .seconds(settings.watching.interval)
    machine.watchDwell = .seconds(settings.watching.dwell)
    // Believing another mood takes more than keeping to the one there was.
    machine.watchConfidence = Float(settings.mood.confidence + settings.mood.sure) / 2
    let hours = settings.watching.schedule
    isWatchTime = {
      let now = WallClock.timeOfWeek
      return hours.contains(LocalTime(weekday: now.weekday, minute: now.minute))
    }

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
