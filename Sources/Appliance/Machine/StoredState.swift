/// What the box remembers across power cuts.
package struct StoredState: Equatable, Sendable {
  package var privacy: Bool
  /// 0…100.
  package var volume: Int

  package init(privacy: Bool, volume: Int) {
    self.privacy = privacy
    self.volume = volume
  }
}
