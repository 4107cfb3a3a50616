import CCrypto
import Domain
import Glibc
import System

/// A song file as it was read: what it is called, how long it is, and what it holds.
struct ReadSong: Sendable {
  let path: String
  let size: Int64
  /// Nanoseconds since 1970.
  let modified: Int64
  let fingerprint: [UInt8]
  let duration: Duration
  let tags: SongTags

  /// Reads a file below the music folder. Throws when it is gone, unreadable or not a song.
  ///
  /// Tags are read last, by TagLib, which would follow links: by then it is known that there were none.
  init(_ found: FoundFile, in folder: MusicFolder, by ear: some SongEar) throws {
    let absolute = folder.absolutePath(of: found.path)
    path = found.path
    size = found.size
    modified = found.modified
    fingerprint = try Self.fingerprint(ofFileAt: absolute, size: found.size)
    duration = try ear.duration(ofSongAt: absolute)
    guard duration > .zero else { throw ScanProblem(path: found.path, reason: "holds no sound") }
    guard duration <= Self.longest else {
      throw ScanProblem(path: found.path, reason: "claims to last longer than four days, so it is damaged")
    }
    let name = found.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { found.path[found.path.utf8.index(after: $0)...] }
    var tags = TagReader.tags(ofFileAt: absolute) ?? SongTags()
    tags.complete(from: SongTags(fileName: name ?? found.path[...]))
    self.tags = tags
  }

  /// Damaged files may claim millions of years.
  private static let longest = Duration.seconds(4 * 86_400)

  /// Tells files apart without reading all of them: SHA-256 of the size and of 16 KiB each at the start, in the middle and
  /// at the end.
  private static func fingerprint(ofFileAt path: String, size: Int64) throws(IOFailure) -> [UInt8] {
    let sample = 16_384
    let file = try FileDescriptor(openingWithoutLinks: path, O_RDONLY | O_NONBLOCK)
    var bytes = withUnsafeBytes(of: size.littleEndian) { Array($0) }
    for offset in [0, max(0, size / 2), max(0, size - Int64(sample))] {
      var block = [UInt8](repeating: 0, count: sample)
      let count = try file.withRaw { (raw) throws(IOFailure) in
        try valueOrErrno("pread", on: path) { pread(raw, &block, sample, off_t(offset)) }
      }
      bytes += block.prefix(count)
    }
    var digest = [UInt8](repeating: 0, count: 32)
    guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
      throw IOFailure("EVP_Digest", on: path, code: ENOMEM)
    }
    return digest
  }
}
