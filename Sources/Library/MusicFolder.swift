import Domain
import Glibc
import System

/// The folder with the song files, which other people fill.
///
/// Symbolic links below it are never followed: whoever may write there must not make the box read anything else. Paths on this
/// machine that it gives are to be opened without following links (``FileDescriptor/init(openingWithoutLinks:_:)``); the folder's
/// own path is resolved beforehand, since the owner may have made it a link.
package struct MusicFolder: Sendable {
  package let path: String

  /// What libsndfile plays, by the ends of names.
  private static let extensions: Set<String> = ["wav", "wave", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff"]
  /// Folders in folders in folders: nobody's library is deeper, a loop of mounts may be.
  private static let deepest = 32
  private static let slash = UInt8(ascii: "/")

  package init(path: String) {
    // By bytes here and below: as characters, a slash before a combining mark would not be a slash.
    self.path = path.utf8.count > 1 && path.utf8.last == Self.slash ? String(Substring(path.utf8.dropLast())) : path
  }

  /// Where a song's file is; nil when its path would lead out of the folder.
  package func path(of track: Track) -> String? {
    let parts = Self.parts(of: track.path.utf8[...])
    guard track.path.utf8.first != Self.slash, !parts.isEmpty, !parts.contains(".."), !track.path.utf8.contains(0)
    else {
      return nil
    }
    return absolutePath(of: track.path)
  }

  func absolutePath(of relative: String) -> String { resolved == "/" ? "/\(relative)" : "\(resolved)/\(relative)" }

  /// Where the music folder really is. `realpath(3)`
  private var resolved: String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The path below this folder of a path that people wrote: below the folder already, or absolute within it.
  func relativePath(of written: String) throws(CatalogFailure) -> String {
    var rest = written.utf8[...]
    if written.utf8.first == Self.slash {
      guard written.utf8.starts(with: path.utf8 + [Self.slash]) else {
        throw .unusablePath(path: written, reason: "is not in the music folder \(path); copy it there first")
      }
      rest = rest.dropFirst(path.utf8.count + 1)
    }
    let parts = Self.parts(of: rest).filter { $0 != "." }
    guard !parts.isEmpty, !parts.contains("..") else {
      throw .unusablePath(path: written, reason: "does not name a file in the music folder \(path)")
    }
    return parts.joined(separator: "/")
  }

  /// Every song file, by name alone, in no order. Hidden and temporary files and those of other kinds are passed over
  /// in silence, what cannot be looked at or is named in no known alphabet with a problem.
  ///
  /// Throws when the music folder itself cannot be read.
  ///
  /// - Parameter entering: is told the path of every folder before it is read.
  func list(
    entering: (String) -> Void = { _ in }
  ) throws(IOFailure) -> (files: [FoundFile], problems: [ScanProblem]) {
    let root = resolved
    var files: [FoundFile] = []
    var problems: [ScanProblem] = []
    // The owner may have made the music folder itself a link.
    var waiting: [(path: String, depth: Int)] = []
    func look(into reader: borrowing FolderReader, below prefix: String, depth: Int) throws(IOFailure) {
      while let entry = try reader.next() {
        guard let name = entry.name else {
          let shown = prefix + String(decoding: entry.bytes, as: UTF8.self)
          problems.append(ScanProblem(path: shown, reason: "has a name that is not UTF-8; rename it"))
          continue
        }
        let path = prefix + name
        switch entry.status.st_mode & S_IFMT {
        case _ where entry.bytes.first == UInt8(ascii: "."): break
        case S_IFDIR where depth < Self.deepest: waiting.append((path, depth + 1))
        case S_IFDIR: problems.append(ScanProblem(path: path, reason: "lies too deep; move it up"))
        case S_IFREG where isSong(name):
          let time = entry.status.st_mtim
          files.append(
            FoundFile(
              path: path, size: Int64(entry.status.st_size),
              modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)))
        case S_IFLNK:
          problems.append(ScanProblem(path: path, reason: "is a symbolic link, which the library does not follow"))
        default: break
        }
      }
    }
    entering(root)
    try look(into: FolderReader(path: root), below: "", depth: 0)
    while let (folder, depth) = waiting.popLast() {
      do throws(IOFailure) {
        entering("\(root)/\(folder)")
        try look(into: FolderReader(path: "\(root)/\(folder)"), below: folder + "/", depth: depth)
      } catch {
        problems.append(ScanProblem(path: folder, reason: "cannot be read: \(String(cString: strerror(error.code)))"))
      }
    }
    return (files, problems)
  }

  /// The song files that a path, which people wrote, means: itself or, when it is a folder, all in it.
  func files(below written: String) throws -> [String] {
    let isAll = [path, path + "/", "."].contains(written)
    let relative = isAll ? "" : try relativePath(of: written)
    var status = stat()
    guard isAll || (lstat(absolutePath(of: relative), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR) else {
      return [relative]
    }
    let prefix = Array((isAll ? "" : relative + "/").utf8)
    return try list().files.map(\.path).filter { $0.utf8.starts(with: prefix) }.sorted()
  }

  /// Size and time of one file; throws when it is not a song file or reached through a link.
  func file(at relative: String) throws -> FoundFile {
    let absolute = absolutePath(of: relative)
    let status: stat
    do throws(IOFailure) {
      // A path alone: a pipe that is named like a song must not be opened.
      let file = try FileDescriptor(openingWithoutLinks: absolute, FileDescriptor.nameOnly)
      status = try file.withRaw { (raw) throws(IOFailure) in
        var status = stat()
        try valueOrErrno("fstat", on: absolute) { fstat(raw, &status) }
        return status
      }
    } catch {
      guard error.code == ELOOP || error.code == ENOTDIR else { throw error }
      throw Self.linked(relative)
    }
    guard status.st_mode & S_IFMT != S_IFLNK else { throw Self.linked(relative) }
    guard status.st_mode & S_IFMT == S_IFREG, isSong(relative) else {
      let kinds = Self.extensions.sorted().joined(separator: ", ")
      throw CatalogFailure.unusablePath(path: relative, reason: "is not a song file; their names end in \(kinds)")
    }
    return FoundFile(
      path: relative, size: Int64(status.st_size),
      modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
  }

  private static func linked(_ path: String) -> CatalogFailure {
    .unusablePath(path: path, reason: "is, or is reached through, a symbolic link, which the library does not follow")
  }

  private func isSong(_ name: String) -> Bool {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return Self.extensions.contains(name[name.utf8.index(after: dot)...].lowercased())
  }

  private static func parts(of path: Substring.UTF8View) -> [String] {
    path.split(separator: slash).map { String(Substring($0)) }
  }
}
