import Audio
import Domain
import Library

/// The songs of a list as one run of frames, read a little ahead of what is heard, so that one song follows another
/// without a gap. Songs of one rate are read as if they were one file.
///
/// At which rate the card takes a file's sound the stream cannot know: it raises a ``question`` and reads on once it is
/// answered. A song for which the card must run at another rate is the ``successor``: another stream begins with it.
struct SongStream {
  /// A song within the stream.
  struct Song {
    let recommendation: Recommendation
    /// Its place in the list.
    let index: Int
    /// Frame of the stream it begins at, and the place in the song that this is.
    let start: Int
    let offset: Duration
    let level: SongLevel
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
  /// Frames a second of the tape; nil before the first answer.
  private(set) var rate: Int?
  /// The rate of a file; at which one will the card take its sound?
  private(set) var question: Int?
  /// Place in the list of the song that another stream begins with.
  private(set) var successor: Int?
  /// Of the file that was opened last.
  private(set) var fileRate = 48_000

  /// A song that ends as much too early is not whole. Files do not all say exactly how long they are.
  private static let tolerance = Duration.seconds(2)

  private let list: [Recommendation]
  private let folder: MusicFolder
  private let settings: PlayerSettings
  private var nextIndex: Int
  private var open: OpenSong?
  /// Frame of the tape that `open` began at.
  private var openStart = 0
  /// The next song, while its rate is in question or the one before plays out.
  private var pending: SongSource?
  /// Whether nothing follows in `open`.
  private var isLast = false
  private var isOver = false

  /// Begins at a place within a song of a list; `isAnnounced` when the world knows that this song plays.
  init(
    _ list: [Recommendation], from index: Int, at offset: Duration, isAnnounced: Bool, in folder: MusicFolder,
    settings: PlayerSettings
  ) {
    self.list = list
    self.folder = folder
    self.offset = offset
    self.isAnnounced = isAnnounced
    self.settings = settings
    nextIndex = index
  }

  /// One without songs.
  init(in folder: MusicFolder) {
    self.init([], from: 0, at: .zero, isAnnounced: false, in: folder, settings: PlayerSettings())
  }

  /// Reads on until the tape reaches `frame`, a question is raised, or the list ends, and says which songs could not be
  /// read (on).
  mutating func fill(upTo frame: Int) -> [Failure] {
    var failures: [Failure] = []
    while tape.end < frame, question == nil, !isOver {
      if open == nil, pending == nil {
        openNext(&failures)
        if pending == nil { isOver = true }
      } else {
        readOn(&failures)
      }
    }
    return failures
  }

  /// Answers the ``question``.
  mutating func answer(_ cardRate: Int) {
    guard question != nil else { return }
    question = nil
    guard let rate, open != nil || !songs.isEmpty else {
      self.rate = cardRate
      return
    }
    isLast = true
    guard cardRate != rate else { return }
    successor = nextIndex
    pending = nil
    isOver = open == nil
  }

  /// Frames from `frame` on, `limit` at most, that are read and belong to one song; 0 at the end of the stream.
  func run(from frame: Int, limit: Int) -> Int {
    let end = songs.first { $0.start > frame }?.start ?? tape.end
    return max(0, min(limit, min(end, tape.end) - frame))
  }

  func song(at frame: Int) -> Song? { songs.last { $0.start <= frame } }

  /// The place within the song that is heard.
  func place(at frame: Int) -> Duration {
    guard let song = songs.first, let rate else { return offset }
    return song.offset + Duration(frames: max(0, frame - song.start), at: rate)
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

  /// Opens the next song that can be, and asks about its rate unless it goes on at that of the one before.
  private mutating func openNext(_ failures: inout [Failure]) {
    while nextIndex < list.count {
      let track = list[nextIndex].track
      do throws(SongFailure) {
        guard let path = folder.path(of: track) else {
          throw SongFailure(track.path, "is not a path within the music folder")
        }
        let source = try SongSource(path: path)
        let follows = open != nil && source.sampleRate == fileRate
        fileRate = source.sampleRate
        if follows {
          open?.turn(to: source)
          begin(at: openStart + (open?.boundary ?? 0))
        } else {
          pending = source
          question = source.sampleRate
        }
        return
      } catch {
        failures.append(Failure(recommendation: list[nextIndex], reason: error.description))
        nextIndex += 1
      }
    }
    isLast = true
  }

  /// The song at `nextIndex` begins at a frame of the tape.
  private mutating func begin(at start: Int) {
    let isFirst = songs.isEmpty
    songs.append(
      Song(
        recommendation: list[nextIndex], index: nextIndex, start: start,
        offset: isFirst ? open?.offset ?? .zero : .zero,
        level: SongLevel(of: nextIndex, in: list, by: settings.levelling, folder), isAnnounced: isFirst && isAnnounced))
  }

  private mutating func readOn(_ failures: inout [Failure]) {
    guard let rate else { return }
    do throws(SongFailure) {
      guard let open else { return try takeUpPending(rate) }
      let block = try open.read(frames: rate / 40, finishing: isLast)
      tape.append(block)
      if isLast, block.isEmpty {
        self.open = nil
        isLast = false
        // The last song, or the one before another at its own rate.
        if pending == nil { isOver = true }
        return
      }
      guard !isLast, let song = songs.last else { return }
      if tape.end - song.start > settings.longestSong.frames(at: rate) {
        throw SongFailure(
          song.recommendation.track.path,
          "goes on for more than \(settings.longestSong.components.seconds / 3600) hours")
      }
      guard open.isAtEnd else { return }
      // Somebody may seek to the very end; a song without any sound is broken.
      if openStart + open.boundary == song.start, song.offset == .zero {
        songs.removeLast()
        throw SongFailure(song.recommendation.track.path, "holds no sound")
      }
      if open.missing > Self.tolerance {
        throw SongFailure(
          song.recommendation.track.path, "breaks off \(open.missing.components.seconds) seconds before its end")
      }
    } catch {
      failures.append(Failure(recommendation: list[nextIndex], reason: error.description))
      if let last = songs.indices.last, songs[last].index == nextIndex { songs[last].isBroken = true }
      open?.breakOff()
    }
    nextIndex += 1
    openNext(&failures)
  }

  /// Begins with the song whose rate was in question.
  private mutating func takeUpPending(_ rate: Int) throws(SongFailure) {
    guard let source = pending else { return }
    pending = nil
    isLast = false
    openStart = tape.end
    open = try OpenSong(source, sampleRate: rate, from: songs.isEmpty ? offset : .zero)
    begin(at: openStart)
  }
}
