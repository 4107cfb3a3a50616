import Glibc
import System
import Testing

@Suite("Watching folders", .timeLimit(.minutes(1)))
struct FolderWatchTests {
  private let folder = TemporaryFolder()

  @Test("notices what is made, closed, renamed and removed")
  func notices() async throws {
    let watch = try FolderWatch()
    try watch.watch(folder.url.path)
    let path = "\(folder.url.path)/a"
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    try await watch.change()
    #expect(watch.isUnfinished(path))
    close(file)
    try await watch.change()
    #expect(!watch.isUnfinished(path))
    #expect(rename(path, path + "b") == 0)
    try await watch.change()
    #expect(unlink(path + "b") == 0)
    try await watch.change()
  }

  @Test("waits until its task is cancelled")
  func cancels() async throws {
    let watch = try FolderWatch()
    try watch.watch(folder.url.path)
    let waiting = Task { try await watch.change() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
  }

  @Test("opens no path that leads through a link, and every other")
  func links() throws {
    #expect(mkdir("\(folder.url.path)/real", 0o755) == 0)
    let file = open("\(folder.url.path)/real/song", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    close(file)
    #expect(symlink("real", "\(folder.url.path)/link") == 0)
    #expect(symlink("song", "\(folder.url.path)/real/alias") == 0)
    _ = try FileDescriptor(openingWithoutLinks: "\(folder.url.path)//real/./song", O_RDONLY)
    func code(_ path: String) -> Int32? {
      do throws(IOFailure) {
        _ = try FileDescriptor(openingWithoutLinks: path, O_RDONLY)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code("\(folder.url.path)/link/song") == ENOTDIR)
    #expect(code("\(folder.url.path)/real/alias") == ELOOP)
    #expect(code("\(folder.url.path)/real/../real/song") == EINVAL)
    #expect(code("\(folder.url.path)/real/none") == ENOENT)
    #expect(code("") == EINVAL)
  }
}
