import Glibc

/// The one owner of an open file descriptor: closes it when its life ends.
package struct FileDescriptor: ~Copyable, Sendable {
  private let raw: CInt

  /// Takes over a descriptor that nobody else will close.
  package init(owning raw: CInt) { self.raw = raw }

  /// Opens `path` as `open(2)` does, always with `O_CLOEXEC`.
  package init(opening path: String, _ flags: CInt, mode: mode_t = 0o644) throws(IOFailure) {
    raw = try valueOrErrno("open", on: path) { Glibc.open(path, flags | O_CLOEXEC, mode) }
  }

  deinit { close(raw) }

  /// Lends the descriptor for the length of `body`, which must not close or keep it.
  package borrowing func withRaw<Value: ~Copyable, Failure: Error>(
    _ body: (CInt) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(raw)
  }
}
