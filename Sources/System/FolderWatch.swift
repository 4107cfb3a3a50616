import Dispatch
import Glibc
import Synchronization

/// Notices what happens to the files in folders (`inotify(7)`), and what is mounted. The one owner of its descriptors.
///
/// It says that something has changed, not what: events can be lost, and whoever looks again finds out. What only an event can
/// tell is kept here: which files somebody is still writing.
package final class FolderWatch: Sendable {
  private let events: FileDescriptor
  /// Tells of mounts: a USB stick that is mounted on a folder makes no event in it. Nil where there is no `/proc`.
  private let mounts: FileDescriptor?
  /// Something to read here ends a wait.
  private let bell: Pipe
  private let queue = DispatchQueue(label: "folder watch")
  private let state = Mutex(State())

  private struct State {
    var folders: [CInt: String] = [:]
    /// Files that were made and not closed since.
    var unfinished: Set<String> = []
  }

  private static let kinds =
    UInt32(IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF)

  /// `inotify_init1(2)`
  package init() throws(IOFailure) {
    events = FileDescriptor(owning: try valueOrErrno("inotify_init1") { inotify_init1(CInt(IN_NONBLOCK | IN_CLOEXEC)) })
    bell = try Pipe()
    mounts = try? FileDescriptor(opening: "/proc/self/mountinfo", O_RDONLY)
  }

  /// Watches a folder from now on, not those below it; one that is watched already, wherever it was before, only gets its path.
  /// Throws `ENOSPC` when the kernel watches as many as it may (`fs.inotify.max_user_watches`). `inotify_add_watch(2)`
  package func watch(_ path: String) throws(IOFailure) {
    let number = try events.withRaw { (raw) throws(IOFailure) in
      try valueOrErrno("inotify_add_watch", on: path) {
        inotify_add_watch(raw, path, Self.kinds | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK))
      }
    }
    state.withLock { $0.folders[number] = path }
  }

  /// Whether somebody made a file at this path and has not closed it yet.
  package func isUnfinished(_ path: String) -> Bool { state.withLock { $0.unfinished.contains(path) } }

  /// Returns after something has changed; at once if it has since the last time. Throws when the task is cancelled. One task waits
  /// at a time.
  package func change() async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        queue.async { continuation.resume(with: Result { try self.block() }) }
      }
    } onCancel: {
      bell.writeEnd.withRaw { _ = write($0, [1], 1) }
    }
  }

  private func block() throws {
    while true {
      let number = mounts?.withRaw { $0 } ?? -1
      var waiting = [
        pollfd(fd: events.withRaw { $0 }, events: Int16(POLLIN), revents: 0),
        pollfd(fd: bell.readEnd.withRaw { $0 }, events: Int16(POLLIN), revents: 0),
        pollfd(fd: number, events: Int16(POLLPRI), revents: 0),
      ]
      try valueOrErrno("poll") { poll(&waiting, nfds_t(waiting.count), -1) }
      if waiting[1].revents != 0 { throw CancellationError() }
      let isMounted = waiting[2].revents & Int16(POLLPRI) != 0
      if try read() || isMounted { return }
    }
  }

  /// Reads all events there are; true when one of them matters.
  private func read() throws(IOFailure) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var matters = false
    while true {
      let count = events.withRaw { Glibc.read($0, &buffer, buffer.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        guard count == 0 || errno == EAGAIN else { throw IOFailure("read", on: "inotify", code: errno) }
        return matters
      }
      var place = 0
      let head = MemoryLayout<inotify_event>.size
      while place + head <= count {
        let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: inotify_event.self) }
        let end = min(count, place + head + Int(event.len))
        let name = buffer[(place + head)..<end].prefix { $0 != 0 }
        if note(event, String(decoding: name, as: UTF8.self)) { matters = true }
        place = end
      }
    }
  }

  /// False when nothing can have changed for those who look.
  private func note(_ event: inotify_event, _ name: String) -> Bool {
    func has(_ kind: Int32) -> Bool { event.mask & UInt32(bitPattern: kind) != 0 }
    return state.withLock { state in
      if has(Int32(IN_Q_OVERFLOW)) {
        // Who knows what was closed meanwhile.
        state.unfinished = []
        return true
      }
      if has(Int32(IN_IGNORED)) {
        state.folders[event.wd] = nil
        return false
      }
      guard let folder = state.folders[event.wd] else { return true }
      let path = "\(folder)/\(name)"
      if has(Int32(IN_CREATE)), !has(Int32(bitPattern: UInt32(IN_ISDIR))) {
        state.unfinished.insert(path)
      } else if !has(Int32(IN_ATTRIB)) {
        state.unfinished.remove(path)
      }
      return true
    }
  }
}
