import Hub
import System

/// Where the box remembers what it plays: rows of songs and a place, and no mood. A small file that is only ever replaced
/// whole.
package actor QueueFile {
  /// What was played.
  package struct Memory: Equatable, Sendable {
    /// Rows of the catalog.
    package var songs: [Int64]
    /// Of the song that was heard, and the place in it.
    package var index: Int
    package var position: Duration
    /// Whether it sounded, and was not paused.
    package var isPlaying: Bool

    package init(songs: [Int64], index: Int, position: Duration, isPlaying: Bool) {
      self.songs = songs
      self.index = index
      self.position = position
      self.isPlaying = isPlaying
    }
  }

  private static let largest = 65_536
  private let path: String
  /// What is in the file; nil when unknown.
  private var stored: Memory??

  private let executor = QueueExecutor("queue-file")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  package init(path: String) { self.path = path }

  /// What was stored last; nil when nothing played, or the file makes no sense: music that is not taken up again is no harm.
  package func load() -> Memory? {
    guard let bytes = try? WholeFile.read(path, limit: Self.largest),
      let value = try? JSONValue(parsing: bytes, limit: Self.largest),
      let songs = value["songs"]?.array?.compactMap({ $0.number.flatMap { Int64(exactly: $0) } }),
      let index = value["index"]?.number.flatMap({ Int(exactly: $0) }), songs.indices.contains(index),
      let seconds = value["position"]?.number, (0...1e6).contains(seconds)
    else { return nil }
    let memory = Memory(
      songs: songs, index: index, position: .milliseconds(Int64(seconds * 1_000)),
      isPlaying: value["playing"]?.bool ?? false)
    stored = .some(memory)
    return memory
  }

  /// Replaces the file, unless it says so already.
  package func store(_ memory: Memory?) throws(IOFailure) {
    if let stored, stored == memory { return }
    let value: JSONValue =
      memory.map { memory in
        [
          "songs": .array(memory.songs.map { .number(Double($0)) }), "index": .number(Double(memory.index)),
          "position": .number(memory.position / .seconds(1)), "playing": .bool(memory.isPlaying),
        ]
      } ?? ["songs": []]
    try WholeFile.replace(path, with: value.bytes + [UInt8(ascii: "\n")])
    stored = .some(memory)
  }
}
