import Domain
import Mood

extension Runtime {
  /// What the owner has set.
  package struct Parameters: Sendable {
    package var machine = ApplianceMachine.Parameters()
    package var evidence = MoodEvidence.Parameters()
    /// Whether now is one of the hours in which the box may watch.
    package var isWatchTime: @Sendable () -> Bool = { true }
    /// Volume of a box that remembers none: 0…100.
    package var volume = 40
    /// Of a box that remembers none.
    package var policy = MusicPolicy.match
    /// Between two reports of how the box is.
    package var healthInterval: Duration = .seconds(600)
    /// A lost button is tried again after this.
    package var buttonRetry: Duration = .seconds(5)
    /// Folders whose disks are told with how the box is: the songs', and that of what the box stores.
    package var musicFolder: String?
    package var stateFolder: String?

    package init() {}
  }
}
