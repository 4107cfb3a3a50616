import Glibc

/// A call into the system or a C library that failed: which one, on what, and why.
package struct IOFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The call, as its manual page names it, such as `VIDIOC_DQBUF` or `open`.
  package let call: String
  /// What it was called on, such as a path; empty when there is nothing to name.
  package let subject: String
  /// The `errno` it left.
  package let code: Int32

  package init(_ call: String, on subject: String = "", code: Int32) {
    self.call = call
    self.subject = subject
    self.code = code
  }

  package var description: String {
    "\(subject.isEmpty ? "" : "\(subject): ")\(call): \(String(cString: strerror(code))) (errno \(code))"
  }
}

/// Calls `body` until it is not interrupted by a signal, and turns −1 into the error that `errno` names.
@discardableResult
package func valueOrErrno<Value: FixedWidthInteger & SignedInteger>(
  _ call: String, on subject: @autoclosure () -> String = "", _ body: () -> Value
) throws(IOFailure) -> Value {
  while true {
    let value = body()
    if value != -1 { return value }
    let code = errno
    if code != EINTR { throw IOFailure(call, on: subject(), code: code) }
  }
}
