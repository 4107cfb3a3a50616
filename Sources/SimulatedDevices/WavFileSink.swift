import Devices
import Glibc
import System

/// Records into a WAV file (16-bit stereo) what would be heard, as fast as it comes; ``PacedSink`` before it makes that
/// real time.
///
/// The file is complete after every write, so that one who kills the process, or looks while it plays, reads a
/// proper file. One recording holds everything from the sink's making on, over pauses and songs.
package actor WavFileSink: PcmSink {
  /// The one rate it is recorded at, frames a second.
  package nonisolated let sampleRate: Int
  package nonisolated let path: String
  private let file: FileDescriptor
  private var frames = 0

  private let executor = QueueExecutor("wav-file")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Something is there that would be lost, such as a song or a database that was named by mistake.
  package struct ForeignFile: Error, CustomStringConvertible {
    let path: String
    package var description: String { "\(path): is there already, and is no WAV file: remove it, or name another" }
  }

  /// Another box records into it.
  package struct BusyFile: Error, CustomStringConvertible {
    let path: String
    package var description: String { "\(path): another box records into it; name another" }
  }

  /// Makes the file, or empties the WAV file that is there. Throws ``ForeignFile``, ``BusyFile``, and ``IOFailure`` when it cannot be written.
  package init(path: String, sampleRate: Int = 48_000) throws {
    self.path = path
    self.sampleRate = sampleRate
    file = try FileDescriptor(opening: path, O_RDWR | O_CREAT)
    try Self.empty(file, path: path)
    try Self.write(WavHeader(sampleRate: sampleRate, frames: 0).bytes, at: 0, into: file, path: path)
  }

  /// Apart from `init`, where Swift 6.0's compiler trips over throwing in a branch.
  private static func empty(_ file: borrowing FileDescriptor, path: String) throws {
    try file.withRaw { raw in
      guard flock(raw, LOCK_EX | LOCK_NB) == 0 else { throw BusyFile(path: path) }
      var beginning: [UInt8] = [0, 0, 0, 0]
      guard pread(raw, &beginning, 4, 0) > 0 else { return }
      guard beginning == Array("RIFF".utf8), ftruncate(raw, 0) == 0 else { throw ForeignFile(path: path) }
    }
  }

  package func rate(for rate: Int) -> Int { sampleRate }

  package func write(_ samples: [Float], at rate: Int) throws {
    let start = WavHeader.length + frames * WavHeader.bytesPerFrame
    try Self.write(Self.sixteenBits(samples), at: start, into: file, path: path)
    frames += samples.count / 2
    try Self.write(WavHeader(sampleRate: sampleRate, frames: frames).bytes, at: 0, into: file, path: path)
  }

  package func delay() -> Int { 0 }
  package func takeBack(atMost limit: Int) -> Int { 0 }
  package func drop() {}
  package func drain() {}

  /// The nearest of 16 bits, little-endian; too loud is as loud as can be.
  private static func sixteenBits(_ samples: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count * 2)
    for sample in samples {
      let value = Int16(sample: sample)
      bytes.append(UInt8(truncatingIfNeeded: value))
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }
    return bytes
  }

  private static func write(
    _ bytes: [UInt8], at offset: Int, into file: borrowing FileDescriptor, path: String
  ) throws(IOFailure) {
    try file.withRaw { raw throws(IOFailure) in
      var written = 0
      while written < bytes.count {
        written += try valueOrErrno("pwrite", on: path) {
          bytes.withUnsafeBytes { pwrite(raw, $0.baseAddress! + written, $0.count - written, off_t(offset + written)) }
        }
      }
    }
  }
}
