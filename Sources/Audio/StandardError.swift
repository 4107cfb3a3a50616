import CSndfile
import Glibc

/// Keeps decoders from talking.
///
/// libsndfile decodes MP3 with mpg123, which tells the standard error output of every damaged frame unless a flag is set on its
/// handle, and libsndfile neither sets it nor lends the handle. So C's `stderr` becomes a stream of ours, which passes on what all
/// others write: the Swift runtime's last words go the same way. The descriptor is left alone.
enum StandardError {
  /// Of a thread's values: not null while the thread is to be silent.
  private static let silence: pthread_key_t = {
    var key = pthread_key_t()
    let code = pthread_key_create(&key, nil)
    precondition(code == 0, "no thread-specific value is left")
    return key
  }()

  private static let filter: Void = {
    _ = silence
    sndfile_pass_standard_error_to { _, bytes, count in
      pthread_getspecific(StandardError.silence) == nil ? write(STDERR_FILENO, bytes, count) : count
    }
  }()

  /// Calls C code whose words on `stderr` are dropped.
  static func silenced<Value>(_ body: () -> Value) -> Value {
    _ = filter
    pthread_setspecific(silence, UnsafeRawPointer(bitPattern: 1))
    defer { pthread_setspecific(silence, nil) }
    return body()
  }
}
