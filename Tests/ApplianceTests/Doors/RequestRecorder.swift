import Hub
import Synchronization

/// A box that does what it is asked and says so; what `holds` names waits until it is released.
final class RequestRecorder: RequestHandler {
  /// Every request, as its work begins. For one reader.
  let begun: AsyncStream<Request>
  private let record: AsyncStream<Request>.Continuation
  private let holds: Set<Verb>
  private let gate = AsyncStream<Void>.makeStream()
  private let refusal: RequestRefusal?

  init(holds: Set<Verb> = [], refusal: RequestRefusal? = nil) {
    (begun, record) = AsyncStream.makeStream()
    self.holds = holds
    self.refusal = refusal
  }

  func perform(_ request: Request) async throws -> JSONValue {
    record.yield(request)
    if holds.contains(request.verb) { for await _ in gate.stream {} }
    if let refusal { throw refusal }
    return ["done": .string(request.verb.rawValue)]
  }

  func release() { gate.continuation.finish() }
}
