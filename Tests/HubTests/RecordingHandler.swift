import Hub
import Synchronization

/// A box that does whatever it is asked and remembers it; it fails with `failure` when there is one.
final class RecordingHandler: RequestHandler {
  private let requests = Mutex<[Request]>([])
  private let failure: (any Error)?

  init(failure: (any Error)? = nil) { self.failure = failure }

  var performed: [Request] { requests.withLock { $0 } }

  func perform(_ request: Request) async throws -> JSONValue {
    requests.withLock { $0.append(request) }
    if let failure { throw failure }
    return ["done": .string(request.verb.rawValue)]
  }
}
