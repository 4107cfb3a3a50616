import CSndfile
import Glibc
import System

/// The one owner of an open sound file (libsndfile's `SNDFILE`): WAV, FLAC, Ogg, Opus, MP3, AIFF.
///
/// Files come from outside. Those that no loudspeaker could play (no channels, absurd rates) are refused with words.
struct SongFile: ~Copyable {
  /// Of the file, in frames a second.
  let sampleRate: Int
  /// As the file says; it may hold fewer.
  let frames: Int
  private let path: String
  private let handle: OpaquePointer
  private let fold: ChannelFold
  private var buffer: [Float]

  private static let sampleRates = 2_000...768_000
  private static let mostChannels = 64
  private static let blockFrames = 4096

  /// `open(2)`, then `sf_open_fd`.
  init(path: String) throws(SongFailure) {
    let descriptor = try Self.descriptor(path)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw SongFailure(path, "is not a regular file")
    }
    var info = SF_INFO()
    // From here on libsndfile owns the descriptor, also when it fails.
    guard let handle = sf_open_fd(descriptor, Int32(SFM_READ), &info, 1) else {
      throw SongFailure(path, "cannot be played: \(Self.reason(nil))")
    }
    let (rate, channels) = (Int(info.samplerate), Int(info.channels))
    guard Self.sampleRates.contains(rate) else {
      sf_close(handle)
      throw SongFailure(path, "has \(rate) samples a second; it takes \(Self.sampleRates) to be played")
    }
    guard (1...Self.mostChannels).contains(channels) else {
      sf_close(handle)
      throw SongFailure(path, "has \(channels) channels; it takes 1 to \(Self.mostChannels) to be played")
    }
    self.path = path
    self.handle = handle
    sampleRate = rate
    frames = max(0, Int(info.frames))
    fold = ChannelFold(channels: channels)
    buffer = Array(repeating: 0, count: Self.blockFrames * channels)
  }

  deinit { sf_close(handle) }

  /// For libsndfile to own. Not blocking, and only regular files: a pipe that is named like a song must not hold the player up. Not
  /// through links, which could be put in the place of a song or its folder after the scan and lead out of the music folder.
  private static func descriptor(_ path: String) throws(SongFailure) -> CInt {
    do throws(IOFailure) {
      let file = try FileDescriptor(openingWithoutLinks: path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
      return try file.withRaw { (raw) throws(IOFailure) in
        try valueOrErrno("dup", on: path) { fcntl(raw, F_DUPFD_CLOEXEC, 0) }
      }
    } catch {
      let reason =
        switch error.code {
        case ELOOP: "is a symbolic link"
        case ENOTDIR: "lies behind a symbolic link, or in something that is no folder"
        default: "cannot be opened: \(String(cString: strerror(error.code)))"
        }
      throw SongFailure(path, reason)
    }
  }

  /// The next block as interleaved stereo; empty at the end of the file. `sf_readf_float`
  mutating func next() throws(SongFailure) -> [Float] {
    let handle = handle
    let count = buffer.withUnsafeMutableBufferPointer {
      sf_readf_float(handle, $0.baseAddress, sf_count_t(Self.blockFrames))
    }
    guard count > 0 else {
      guard sf_error(handle) == 0 else { throw SongFailure(path, "cannot be read on: \(Self.reason(handle))") }
      return []
    }
    return fold.stereo(buffer, frames: Int(count))
  }

  /// Goes to a frame within 0…``frames``. `sf_seek`
  mutating func seek(to frame: Int) throws(SongFailure) {
    guard sf_seek(handle, sf_count_t(frame), SEEK_SET) >= 0 else {
      throw SongFailure(path, "has no frame \(frame): \(Self.reason(handle))")
    }
  }

  /// libsndfile's words for the last error of a file, or of the last opening.
  private static func reason(_ handle: OpaquePointer?) -> String {
    var words = String(cString: sf_strerror(handle))
    while let last = words.last, last == "." || last.isWhitespace { words.removeLast() }
    return words
  }
}
