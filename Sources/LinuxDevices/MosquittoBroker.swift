import Devices

/// An MQTT 5 broker, through libmosquitto.
///
/// MQTT 5 for two things that 3.1.1 lacks: the broker forgets the mood by itself (message expiry), and says in words why it
/// refuses. Every broker in use with home hubs speaks it.
package struct MosquittoBroker: Broker {
  /// Where the broker is, and who we are there.
  package struct Address: Sendable {
    package var host: String
    package var port: Int
    /// Unique at the broker: two clients of one name throw each other out.
    package var client: String
    package var user: String?
    package var password: String?
    /// Certificate authorities to trust (PEM). Naming one turns TLS on: the broker's certificate and its name are verified.
    package var authorityFile: String?

    package init(
      host: String, port: Int = 1883, client: String, user: String? = nil, password: String? = nil,
      authorityFile: String? = nil
    ) {
      self.host = host
      self.port = port
      self.client = client
      self.user = user
      self.password = password
      self.authorityFile = authorityFile
    }
  }

  private let address: Address
  private let pauses: ClosedRange<Duration>
  private let line = MosquittoLine()

  /// `pauses` are the shortest and the longest wait between two attempts.
  package init(_ address: Address, pauses: ClosedRange<Duration> = .seconds(1) ... .seconds(60)) {
    self.address = address
    self.pauses = pauses
  }

  package func withConnection<Value: Sendable>(
    subscriptions: [String], will: BrokerMessage, farewell: BrokerMessage,
    _ body: @Sendable (AsyncStream<BrokerEvent>) async throws -> Value
  ) async rethrows -> Value {
    // A flood from the hub must not fill the memory: what is more than the box can take is lost.
    let (events, continuation) = AsyncStream.makeStream(
      of: BrokerEvent.self, bufferingPolicy: .bufferingOldest(1024))
    let loop = MosquittoLoop(
      address: address, pauses: pauses, subscriptions: subscriptions, will: will, line: line, events: continuation)
    loop.start()
    do {
      let value = try await body(events)
      await loop.stop(farewell: farewell)
      return value
    } catch {
      await loop.stop(farewell: farewell)
      throw error
    }
  }

  package func publish(_ message: BrokerMessage) throws(BrokerFailure) {
    guard let result = line.send(message) else { throw BrokerFailure("there is no connection to the broker") }
    if case .failure(let failure) = result { throw failure }
  }
}
