import Audio
import Domain

/// Listens to songs with the box's own decoder and analyser.
package struct AnalysingEar: SongEar {
  package init() {}

  package var version: Int { AudioAnalyser.version }

  package func duration(ofSongAt path: String) throws -> Duration {
    try SongReader.duration(ofSongAt: path)
  }

  package func features(ofSongAt path: String, isCancelled: () -> Bool) throws -> AudioFeatures {
    try AudioAnalyser().features(ofSongAt: path, isCancelled: isCancelled)
  }
}
