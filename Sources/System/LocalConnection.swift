import Glibc

/// One end of a local stream socket that carries lines of text.
///
/// Waiting occupies no thread. One task reads and one sends at a time.
package actor LocalConnection {
  /// Who is at the other end.
  package nonisolated let peer: LocalPeer
  private let descriptor: FileDescriptor
  private var received: [UInt8] = []
  private var ended = false

  init(_ descriptor: consuming FileDescriptor) throws(IOFailure) {
    peer = try descriptor.withRaw(LocalPeer.init(of:))
    self.descriptor = descriptor
  }

  /// Connects to the socket at `path`. Throws `ENOENT` when there is none, `ECONNREFUSED` when nobody listens there, `EACCES`
  /// when it is not for us, `EAGAIN` when too many wait.
  package init(to path: String) throws(IOFailure) {
    let address = try LocalAddress(path)
    let descriptor = try LocalAddress.socket()
    try descriptor.withRaw { raw throws(IOFailure) in
      try address.apply("connect") { connect(raw, $0, $1) }
    }
    try self.init(descriptor)
  }

  /// The next line without its line feed, or what was left when the other end closed; nil after that.
  ///
  /// Throws `EMSGSIZE` when a line is longer than `limit` bytes: there is no way to go on then.
  package func nextLine(limit: Int) async throws -> [UInt8]? {
    var searched = 0
    while true {
      if let end = received[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        guard end <= limit else { throw IOFailure("read a line", code: EMSGSIZE) }
        let line = Array(received[..<end])
        received.removeSubrange(...end)
        return line
      }
      searched = received.count
      guard searched <= limit else { throw IOFailure("read a line", code: EMSGSIZE) }
      if ended {
        defer { received = [] }
        return received.isEmpty ? nil : received
      }
      try await receive()
    }
  }

  /// Sends a line, which contains no line feed. Suspends while the other end does not read.
  ///
  /// Throws `EPIPE` when the other end has closed.
  package func send(_ line: [UInt8]) async throws {
    let bytes = line + [UInt8(ascii: "\n")]
    var sent = 0
    while sent < bytes.count {
      let count = descriptor.withRaw { raw in
        bytes.withUnsafeBytes { Glibc.send(raw, $0.baseAddress! + sent, $0.count - sent, CInt(MSG_NOSIGNAL)) }
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        try await wait(for: .writing)
      } else if errno != EINTR {
        throw IOFailure("send", code: errno)
      }
    }
  }

  /// Takes what has arrived, or waits until something has.
  private func receive() async throws {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = descriptor.withRaw { raw in chunk.withUnsafeMutableBytes { read(raw, $0.baseAddress, $0.count) } }
    if count > 0 {
      received += chunk[..<count]
    } else if count == 0 {
      ended = true
    } else if errno == EAGAIN {
      try await wait(for: .reading)
    } else if errno != EINTR {
      throw IOFailure("read", code: errno)
    }
  }

  /// The descriptor outlives this: it belongs to the actor, which lives at least as long as its methods run.
  private func wait(for readiness: Readiness) async throws {
    let raw = descriptor.withRaw { $0 }
    try await readiness.wait(on: raw)
  }
}
