import Audio
import Domain

/// Listens with the box's own analyser.
package struct AnalysingEar: SongEar {
  package init() {}

  package var version: Int { 1 }

  package func duration(ofSongAt path: String) throws -> Duration {
    try SongReader(path: path, sampleRate: 48_000).duration
  }

  package func features(ofSongAt path: String) throws -> AudioFeatures { try AudioAnalyser().features(ofSongAt: path) }
}
