import Glibc
import System

/// Reads whole files that people name, with errors that people understand.
enum InputFile {
  /// The file's bytes; throws when there is none, or when it holds more than `limit` bytes.
  static func bytes(_ path: String, limit: Int = 256 << 20) throws(Failure) -> [UInt8] {
    guard let bytes = try bytesIfThere(path, limit: limit) else { throw Failure("\(path): there is no such file") }
    return bytes
  }

  /// The same, but nil when there is no such file.
  static func bytesIfThere(_ path: String, limit: Int) throws(Failure) -> [UInt8]? {
    do throws(IOFailure) {
      return try WholeFile.read(path, limit: limit)
    } catch {
      switch error.code {
      case EISDIR: throw Failure("\(path): is a folder, not a file")
      case EACCES: throw Failure("\(path): you may not read it")
      case EFBIG: throw Failure("\(path): is longer than \(limit >> 20) MiB, so it is not what is wanted here")
      default: throw Failure("\(error)")
      }
    }
  }
}
