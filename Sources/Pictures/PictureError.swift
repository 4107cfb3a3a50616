import Glibc
import System

/// A picture that cannot be read: which, and why.
package struct PictureError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: Equatable, Sendable {
    case unreadable(IOFailure)
    case notAFile
    case empty
    /// Not one of the formats read here; says what it looks like.
    case unknownFormat(String)
    /// More pixels than are read, so that a small file cannot fill the memory.
    case tooManyPixels(width: Int, height: Int, limit: Int)
    case tooManyBytes(limit: Int)
    /// The decoder gave up; says why in the words of its library.
    case damaged(String)
    /// The data stop before the picture does.
    case cutOff(rows: Int, of: Int)
    /// Sizes that a camera cannot mean.
    case unusableLayout(String)
    case shortBuffer(bytes: Int, needed: Int)
  }

  /// The file's path; empty for a camera's frame.
  package let file: String
  package let reason: Reason

  package init(_ reason: Reason, file: String = "") {
    self.file = file
    self.reason = reason
  }

  package var description: String { file.isEmpty ? "\(reason)" : "\(file): \(reason)" }
}

extension PictureError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let failure) where failure.code == ENOENT: "there is no such file"
    case .unreadable(let failure) where failure.code == EACCES: "you may not read it"
    case .unreadable(let failure): "\(failure)"
    case .notAFile: "not a file: give the path of a JPEG or PNG picture"
    case .empty: "the file is empty"
    case .unknownFormat(let looks): "\(looks), not a JPEG or PNG picture: convert it first"
    case .tooManyPixels(let width, let height, let limit):
      "\(width)×\(height) pixels are more than the \(limit / 1_000_000) megapixels that are read: scale it down first"
    case .tooManyBytes(let limit): "more than the \(limit >> 20) MiB that are read: scale it down first"
    case .damaged(let words): "the picture is damaged: \(words)"
    case .cutOff(let rows, let height): "the picture is cut off: only its upper \(rows) of \(height) rows are there"
    case .unusableLayout(let layout): "the camera's format makes no sense: \(layout)"
    case .shortBuffer(let bytes, let needed):
      "the camera's buffer holds \(bytes) bytes, and the picture needs \(needed)"
    }
  }
}
