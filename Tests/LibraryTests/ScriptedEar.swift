import Domain
import Library
import Synchronization

/// Listens to nothing, takes every RIFF file for a song of one second, and can be told what to do on the way.
final class ScriptedEar: SongEar {
  struct NotASong: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path): is not a song" }
  }

  let version: Int
  private let onDuration: @Sendable (String) -> Void
  private let onFeatures: @Sendable (String) throws -> Void
  private let heardPaths = Mutex<[String]>([])

  static let features = AudioFeatures(tempo: 120, energy: 0.5, valence: 0.5, key: 0, mode: .major, loudness: -14)

  init(
    version: Int = 1, onDuration: @escaping @Sendable (String) -> Void = { _ in },
    onFeatures: @escaping @Sendable (String) throws -> Void = { _ in }
  ) {
    self.version = version
    self.onDuration = onDuration
    self.onFeatures = onFeatures
  }

  /// What was listened to, by the ends of paths.
  var heard: [String] { heardPaths.withLock { $0 } }

  func duration(ofSongAt path: String) throws -> Duration {
    onDuration(path)
    guard try TemporaryFolder.bytes(ofFileAt: path).starts(with: Array("RIFF".utf8)) else { throw NotASong(path: path) }
    return .seconds(1)
  }

  func features(ofSongAt path: String, isCancelled: () -> Bool) throws -> AudioFeatures {
    heardPaths.withLock { $0.append(String(path[path.index(after: path.lastIndex(of: "/")!)...])) }
    try onFeatures(path)
    return Self.features
  }
}
