import Dispatch
import Glibc

/// Signals that ask the process to end, as a sequence instead of a death.
package enum Signals {
  /// From now on `SIGTERM`, `SIGINT` and `SIGHUP` do not kill; each that comes is an element.
  package static func terminations() -> AsyncStream<CInt> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let queue = DispatchQueue(label: "moodbox.signals")
      let sources = [SIGTERM, SIGINT, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { continuation.yield(number) }
        source.resume()
        return UncheckedSource(source)
      }
      continuation.onTermination = { _ in for source in sources { source.source.cancel() } }
    }
  }

  /// Sendable: a dispatch source may be cancelled from any thread.
  private struct UncheckedSource: @unchecked Sendable {
    let source: any DispatchSourceSignal
    init(_ source: any DispatchSourceSignal) { self.source = source }
  }
}
