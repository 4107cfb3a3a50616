import Devices

/// An MQTT broker, through libmosquitto.
///
/// MQTT 5 first, for two things that 3.1.1 lacks: the broker forgets the mood by itself (message expiry), and says in words why it
/// refuses. A broker that does not speak it is spoken to in 3.1.1, and what it cannot forget is emptied in time.
package struct MosquittoBroker: Broker {
  /// Where the broker is, and who we are there.
  package struct Address: Sendable {
    package var host: String
    package var port: Int
    /// Unique at the broker: two clients of one name throw each other out.
    package var client: String
    package var user: String?
    package var password: String?
    /// Nil for a connection that anybody on the way can read.
    package var encryption: BrokerEncryption?
    /// After so much silence the connection is probed, and given up after as much again; at least five seconds.
    package var keepAlive: Duration

    package init(
      host: String, port: Int = 1883, client: String, user: String? = nil, password: String? = nil,
      encryption: BrokerEncryption? = nil, keepAlive: Duration = .seconds(30)
    ) {
      self.host = host
      self.port = port
      self.client = client
      self.user = user
      self.password = password
      self.encryption = encryption
      self.keepAlive = keepAlive
    }
  }

  /// What is known of a broker that was met.
  package struct Peer: Equatable, Sendable {
    package let version: MQTTVersion
    /// When its certificate expires, in seconds since 1970; nil without encryption.
    package let certificateEnd: Int?
    /// What the connection is encrypted with, such as `TLS_AES_256_GCM_SHA384`.
    package let cipher: String?
  }

  private let address: Address
  private let pauses: ClosedRange<Duration>
  private let line = MosquittoLine()

  /// `pauses` are the shortest and the longest wait between two attempts.
  package init(_ address: Address, pauses: ClosedRange<Duration> = .seconds(1) ... .seconds(60)) {
    self.address = address
    self.pauses = pauses
  }

  /// The broker that was met last; nil before the first one, also when its certificate was all that was seen of it.
  package var peer: Peer? { line.peer }

  package func withConnection<Value: Sendable>(
    subscriptions: [String], will: BrokerMessage, farewell: BrokerMessage,
    _ body: @Sendable (AsyncStream<BrokerEvent>) async throws -> Value
  ) async rethrows -> Value {
    // A flood from the hub must not fill the memory: what is more than the box can take is lost, and counted.
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
