import Audio
import Domain
import Library

/// The songs of a list as one run of frames, read a little ahead of what is heard, so that one song follows another
/// without a gap.
struct SongStream {
  /// A song within the stream.
  struct Song {
    let recommendation: Recommendation
    /// Its place in the list.
    let index: Int
    /// Frame of the stream it begins at, and the place in the song that this is.
    let start: Int
    let offset: Duration
    /// Whether the world was told that it plays.
    var isAnnounced: Bool
    /// Whether it broke off, which the world was told.
    var isBroken = false
  }

  struct Failure {
    let recommendation: Recommendation
    let reason: String
  }

  /// The song that is heard, and those read after it.
  private(set) var songs: [Song] = []
  private(set) var tape = Tape()
  /// Where the first song is begun.
  let offset: Duration
  let isAnnounced: Bool
  private let list: [Recommendation]
  private let folder: MusicFolder
  private let sampleRate: Int
  private var nextIndex: Int
  private var open: OpenSong?

  /// Begins at a place within a song of a list; `isAnnounced` when the world knows that this song plays.
  init(
    _ list: [Recommendation], from index: Int, at offset: Duration, isAnnounced: Bool, in folder: MusicFolder,
    sampleRate: Int
  ) {
    self.list = list
    self.folder = folder
    self.sampleRate = sampleRate
    self.offset = offset
    self.isAnnounced = isAnnounced
    nextIndex = index
  }

  /// One without songs.
  init(in folder: MusicFolder, sampleRate: Int) {
    self.init([], from: 0, at: .zero, isAnnounced: false, in: folder, sampleRate: sampleRate)
  }

  /// Reads on until the tape reaches `frame` or the list ends, and says which songs could not be read (on).
  mutating func fill(upTo frame: Int) -> [Failure] {
    var failures: [Failure] = []
    while tape.end < frame, nextIndex < list.count {
      do throws(SongFailure) {
        try readOn()
      } catch {
        failures.append(Failure(recommendation: list[nextIndex], reason: error.description))
        if let last = songs.indices.last, songs[last].index == nextIndex { songs[last].isBroken = true }
        open = nil
        nextIndex += 1
      }
    }
    return failures
  }

  /// Frames from `frame` on, `limit` at most, that are read and belong to one song; 0 at the end of the stream.
  func run(from frame: Int, limit: Int) -> Int {
    let end = songs.first { $0.start > frame }?.start ?? tape.end
    return max(0, min(limit, end - frame))
  }

  func song(at frame: Int) -> Song? { songs.last { $0.start <= frame } }

  /// The place within the song that is heard.
  func place(at frame: Int) -> Duration {
    guard let song = songs.first else { return offset }
    return song.offset + Duration(frames: max(0, frame - song.start), at: sampleRate)
  }

  mutating func announceFirst() {
    if !songs.isEmpty { songs[0].isAnnounced = true }
  }

  /// Forgets what was heard. Returns the first song and where it ended, if it is over because the next one began.
  mutating func discard(before frame: Int) -> (song: Song, end: Duration)? {
    guard songs.count > 1, songs[1].start <= frame else {
      tape.discard(before: frame)
      return nil
    }
    let end = place(at: songs[1].start)
    return (songs.removeFirst(), end)
  }

  private mutating func readOn() throws(SongFailure) {
    let recommendation = list[nextIndex]
    let isFirst = songs.isEmpty
    let song: OpenSong
    if let open {
      song = open
    } else {
      guard let path = folder.path(of: recommendation.track) else {
        throw SongFailure(recommendation.track.path, "is not a path within the music folder")
      }
      song = try OpenSong(path: path, sampleRate: sampleRate, from: isFirst ? offset : .zero)
      open = song
    }
    let block = try song.read(frames: sampleRate / 40)
    if songs.last?.index != nextIndex {
      // Somebody may seek to the very end; a song without any sound is broken.
      guard !block.isEmpty || song.offset > .zero else {
        throw SongFailure(recommendation.track.path, "holds no sound")
      }
      songs.append(
        Song(
          recommendation: recommendation, index: nextIndex, start: tape.end, offset: song.offset,
          isAnnounced: isFirst && isAnnounced))
    }
    tape.append(block)
    if block.isEmpty {
      open = nil
      nextIndex += 1
    }
  }
}
