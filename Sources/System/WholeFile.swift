import Glibc

/// Reading and replacing whole small files.
package enum WholeFile {
  /// The bytes of a file, nil when there is none. Throws also when it holds more than `limit` bytes (`EFBIG`).
  package static func read(_ path: String, limit: Int) throws(IOFailure) -> [UInt8]? {
    let file: FileDescriptor
    do throws(IOFailure) {
      file = try FileDescriptor(opening: path, O_RDONLY)
    } catch  where error.code == ENOENT {
      return nil
    }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = try file.withRaw { (raw) throws(IOFailure) in
        try valueOrErrno("read", on: path) { Glibc.read(raw, &block, block.count) }
      }
      if count == 0 { return bytes }
      bytes += block.prefix(count)
      if bytes.count > limit { throw IOFailure("read", on: path, code: EFBIG) }
    }
  }

  /// Puts `bytes` in place of the file at `path` so that after a power cut there is the old file or the new one, whole:
  /// written beside it, synced, renamed over it, and the folder synced (see `rename(2)`, `fsync(2)`). Mode 0600.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(IOFailure) {
    let beside = path + ".new"
    do throws(IOFailure) {
      let file = try FileDescriptor(opening: beside, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
      try file.withRaw { (raw) throws(IOFailure) in
        var rest = bytes[...]
        while !rest.isEmpty {
          let chunk = Array(rest)
          rest = rest.dropFirst(try valueOrErrno("write", on: beside) { Glibc.write(raw, chunk, chunk.count) })
        }
        try valueOrErrno("fsync", on: beside) { fsync(raw) }
      }
      try move(beside, to: path)
    } catch {
      unlink(beside)
      throw error
    }
  }

  /// Puts a file that is on the disk in place of another, so that this outlasts a power cut.
  package static func move(_ file: String, to path: String) throws(IOFailure) {
    try valueOrErrno("rename", on: path) { rename(file, path) }
    try syncFolder(of: path)
  }

  /// Removes a file, so that this outlasts a power cut. No file is no error.
  package static func remove(_ path: String) throws(IOFailure) {
    do throws(IOFailure) {
      try valueOrErrno("unlink", on: path) { unlink(path) }
    } catch {
      guard error.code == ENOENT else { throw error }
    }
    try syncFolder(of: path)
  }

  /// Returns when the names in the folder that a file is in, or was, outlast a power cut.
  package static func syncFolder(of path: String) throws(IOFailure) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let directory = try FileDescriptor(opening: folder, O_RDONLY | O_DIRECTORY)
    try directory.withRaw { (raw) throws(IOFailure) in _ = try valueOrErrno("fsync", on: folder) { fsync(raw) } }
  }
}
