import CSndfile
import Glibc
import System

/// The one owner of an open sound file (libsndfile's `SNDFILE`): WAV, FLAC, Ogg, Opus, MP3, AIFF.
///
/// Files come from outside. Those that no loudspeaker could play (no channels, absurd rates) are refused with words.
struct SongFile: ~Copyable {
  /// Of the file, in frames a second.
  let sampleRate: Int
  /// As the file says; it may hold fewer. `Int.max` when it does not say, as a FLAC or an Ogg that was never finished. Of an MP3 that
  /// does not say, mpg123's guess from its size, tags and all, and its first bit rate; if that is too short, nothing is read beyond it.
  let frames: Int
  /// Whether the file says how long it is.
  let isLengthKnown: Bool
  /// Frame of the file that is read next.
  private(set) var place = 0
  private let path: String
  private let handle: OpaquePointer
  private let fold: ChannelFold
  private var buffer: [Float]

  private static let sampleRates = 2_000...768_000
  private static let mostChannels = 64
  private static let blockFrames = 4096
  /// `SF_FORMAT_MPEG`, which headers before libsndfile 1.1 lack.
  private static let mpeg = 0x23_0000

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
    guard let handle = StandardError.silenced({ sf_open_fd(descriptor, Int32(SFM_READ), &info, 1) }) else {
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
    let isMPEG = Int(info.format) & Int(SF_FORMAT_TYPEMASK) == Self.mpeg
    isLengthKnown = frames < .max && (!isMPEG || Self.hasLengthHeader(descriptor))
    fold = ChannelFold(channels: channels, order: Self.order(of: info))
    buffer = Array(repeating: 0, count: Self.blockFrames * channels)
  }

  deinit { sf_close(handle) }

  /// Whether an MP3's first frame, behind its ID3v2 tag, is one that says how many frames there are.
  private static func hasLengthHeader(_ descriptor: CInt) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 2_048)
    guard pread(descriptor, &bytes, 10, 0) == 10 else { return false }
    if bytes.starts(with: Array("ID3".utf8)) {
      let size = bytes[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
      guard pread(descriptor, &bytes, bytes.count, off_t(10 + size)) > 0 else { return false }
    } else if pread(descriptor, &bytes, bytes.count, 0) <= 0 {
      return false
    }
    let words = ["Xing", "Info", "VBRI"].map { Array($0.utf8) }
    // By hand: the standard library's search takes half a millisecond, more than all else about opening a song.
    return bytes.indices.dropLast(3).contains { place in
      words.contains { word in
        bytes[place] == word[0] && bytes[place + 1] == word[1] && bytes[place + 2] == word[2]
          && bytes[place + 3] == word[3]
      }
    }
  }

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
    let count = buffer.withUnsafeMutableBufferPointer { buffer in
      StandardError.silenced { sf_readf_float(handle, buffer.baseAddress, sf_count_t(Self.blockFrames)) }
    }
    guard count > 0 else {
      guard sf_error(handle) == 0 else { throw SongFailure(path, "cannot be read on: \(Self.reason(handle))") }
      return []
    }
    place += Int(count)
    return fold.stereo(buffer, frames: Int(count))
  }

  /// Goes to a frame within 0…``frames``. `sf_seek`
  mutating func seek(to frame: Int) throws(SongFailure) {
    let handle = handle
    guard StandardError.silenced({ sf_seek(handle, sf_count_t(frame), SEEK_SET) }) >= 0 else {
      throw SongFailure(path, "has no frame \(frame): \(Self.reason(handle))")
    }
    place = frame
  }

  /// libsndfile hands channels over in the order in which the codec has them.
  private static func order(of info: SF_INFO) -> ChannelFold.Order {
    let codec = Int(info.format) & Int(SF_FORMAT_SUBMASK)
    return codec == Int(SF_FORMAT_VORBIS) || codec == Int(SF_FORMAT_OPUS) ? .vorbis : .wave
  }

  /// libsndfile's words for the last error of a file, or of the last opening.
  private static func reason(_ handle: OpaquePointer?) -> String {
    var words = String(cString: sf_strerror(handle))
    while let last = words.last, last == "." || last.isWhitespace { words.removeLast() }
    return words
  }
}
