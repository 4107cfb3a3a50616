extension ApplianceMachine {
  /// The times of the box, and what its owner has set.
  package struct Parameters: Equatable, Sendable {
    /// Holding the button this long toggles privacy.
    package var hold: Duration = .milliseconds(1500)
    /// A press this soon after the last release means "next".
    package var secondPress: Duration = .milliseconds(350)
    /// A look that has not ended by itself by then has failed: above what the evidence may take to decide.
    package var lookLimit: Duration = .seconds(15)
    /// Watching: from the end of a look to the next.
    package var watchInterval: Duration = .seconds(60)
    /// Watching: another mood must have lasted this long before it counts.
    package var watchDwell: Duration = .seconds(30)
    /// Watching: the confidence from which another mood than the last is believed, 0…1.
    package var watchConfidence: Float = 0.7
    /// The volume that nobody can exceed, 0…100.
    package var volumeLimit = 100
    /// Whether music that was cut off by a power cut goes on by itself.
    package var resumesMusic = false
    /// A changed volume is stored after this much quiet, so that a slider does not wear the memory card.
    package var storeDelay: Duration = .seconds(2)
    /// State that could not be stored is tried again after this.
    package var storeRetry: Duration = .seconds(60)
    /// Broken lights are tried again after this.
    package var lightsRetry: Duration = .seconds(5)

    package init() {}
  }
}
