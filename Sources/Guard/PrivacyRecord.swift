import Glibc
import System

/// Whether privacy is on, remembered across power cuts where only root can change it: a file that is there, or is not. So there is
/// nothing that could be damaged, and a rule of udev can look at it.
package struct PrivacyRecord: Sendable {
  package static let standard = "/var/lib/moodbox-guard"

  private let folder: String
  private var file: String { folder + "/privacy" }

  /// The folder must be there.
  package init(folder: String = standard) { self.folder = folder }

  package func isOn() throws(IOFailure) -> Bool {
    do throws(IOFailure) {
      try valueOrErrno("access", on: file) { access(file, F_OK) }
      return true
    } catch {
      guard error.code == ENOENT else { throw error }
    }
    // No folder is not the same as no file: then nothing can be remembered.
    try valueOrErrno("access", on: folder) { access(folder, F_OK) }
    return false
  }

  /// Returns when a power cut can no longer undo it.
  package func set(_ isOn: Bool) throws(IOFailure) {
    if isOn {
      _ = try FileDescriptor(opening: file, O_WRONLY | O_CREAT, mode: 0o600)
      try WholeFile.syncFolder(of: file)
    } else {
      try WholeFile.remove(file)
    }
  }
}
