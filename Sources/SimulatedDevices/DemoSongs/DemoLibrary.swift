import Glibc
import System

/// Writes the demo songs into a music folder.
package enum DemoLibrary {
  /// How long each song lasts.
  package static let seconds = 24
  /// The files' time of change, 1 January 2026: always the same, so that a later scan finds nothing new, and long ago, so
  /// that the first does not take them for files on their way.
  private static let modified = timespec(tv_sec: 1_767_225_600, tv_nsec: 0)

  /// Makes every song that is not there yet, in a folder that exists. Each file appears whole or not at all.
  ///
  /// Takes a second or two of one core. Throws when the folder cannot be written.
  package static func write(to folder: String, songs: [DemoSong] = DemoSong.all, seconds: Int = seconds)
    throws(IOFailure)
  {
    for song in songs {
      let path = "\(folder)/\(song.fileName)"
      if access(path, F_OK) == 0 { continue }
      let wav = TaggedWav(sampleRate: DemoSynthesiser.sampleRate, title: song.title, artist: song.artist)
      let unfinished = "\(folder)/.\(song.fileName).part"
      try write(wav.bytes(DemoSynthesiser.samples(of: song, seconds: seconds)), to: unfinished)
      try valueOrErrno("rename", on: path) { rename(unfinished, path) }
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(IOFailure) {
    let file = try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC)
    try file.withRaw { (raw) throws(IOFailure) in
      var written = 0
      while written < bytes.count {
        written += try valueOrErrno("write", on: path) {
          bytes.withUnsafeBytes { Glibc.write(raw, $0.baseAddress! + written, $0.count - written) }
        }
      }
      try valueOrErrno("futimens", on: path) { futimens(raw, [modified, modified]) }
    }
  }
}
