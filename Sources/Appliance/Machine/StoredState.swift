import Domain

/// What the box remembers across power cuts.
package struct StoredState: Equatable, Sendable {
  package var privacy: Bool
  /// 0…100.
  package var volume: Int
  /// Whether it was switched to watching.
  package var watching: Bool
  package var policy: MusicPolicy

  package init(privacy: Bool, volume: Int, watching: Bool = false, policy: MusicPolicy = .match) {
    self.privacy = privacy
    self.volume = volume
    self.watching = watching
    self.policy = policy
  }
}
