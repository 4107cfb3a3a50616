import Domain

/// The list of songs, remembered across power cuts.
extension Runtime {
  /// Takes up what played before the box was switched off; songs that are gone are left out.
  func restoreQueue() async {
    guard let memory = await parts.queue?.load(), mixesWanted == 0 else { return }
    let known = (try? await parts.chooser.tracks(memory.songs)) ?? [:]
    guard let current = known[memory.songs[memory.index]] else { return }
    func recommendations(_ rows: ArraySlice<Int64>) -> [Recommendation] {
      rows.compactMap { known[$0] }.map {
        Recommendation(track: $0, score: 0, reason: "It was on when the box was switched off.")
      }
    }
    let before = recommendations(memory.songs[..<memory.index])
    let after = recommendations(memory.songs[memory.index...])
    await parts.player.restore(
      PlayerQueue(
        songs: before + after, index: before.count, position: min(memory.position, current.duration)))
    post(.musicRestored(wasPlaying: memory.isPlaying))
  }

  /// Remembers what plays now.
  func keepQueue() {
    guard parts.queue != nil else { return }
    storing.add { await self.storeQueue() }
  }

  func storeQueue() async {
    let queue = await parts.player.queue
    let isPlaying = await parts.player.status.state == .playing
    // A disk that fails is a fault that privacy and volume will tell of; a list of songs is not worth another.
    try? await parts.queue?.store(
      queue.map {
        QueueFile.Memory(
          songs: $0.songs.map(\.track.id), index: $0.index, position: $0.position, isPlaying: isPlaying)
      })
  }
}
