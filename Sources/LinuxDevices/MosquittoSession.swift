import CMosquitto
import Devices
import Synchronization

/// What libmosquitto's callbacks tell of one connection.
///
/// They run inside `mosquitto_connect` and `mosquitto_loop`, so on the loop's thread alone, which also reads what they left here. Only
/// the log may speak on any thread.
final class MosquittoSession {
  /// Payloads are cut to this: longer than any request may be, so that whoever reads one sees that it is too long, and a flood of
  /// them does not fill the memory.
  private static let longestPayload = 16_400

  let version: MQTTVersion
  let outbox = MosquittoOutbox()
  let handshake = TLSHandshake()
  /// Whether the network let us through to the broker.
  var isOpen = false
  /// The broker's answer to the connection: nil while there is none, otherwise 0 or the reason why not.
  private(set) var answer: CInt?
  /// Numbers of the subscriptions that are in force.
  private(set) var granted: Set<CInt> = []
  /// Why others are not, by their numbers.
  private(set) var refused: [CInt: String] = [:]
  /// The number of the message whose arrival is waited for.
  var awaited: CInt?
  /// Whether the broker has acknowledged it.
  private(set) var arrived = false
  /// Takes messages; until it is set they are held back, because they come while other subscriptions are still unanswered.
  private var receive: ((BrokerEvent) -> Void)?
  private var held: [BrokerEvent] = []
  private let log = Mutex<String?>(nil)

  init(version: MQTTVersion) { self.version = version }

  /// Whether this may be a broker that does not speak our version: one of before MQTT 5 says so, or just hangs up.
  var isVersionRefused: Bool {
    isOpen && handshake.problem == nil
      && (answer == nil || answer == CInt(MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION.rawValue) || answer == 1)
  }

  /// The last error that libmosquitto logged, such as OpenSSL's words for a certificate it does not trust.
  var lastError: String? { log.withLock { $0 } }

  /// Hands over messages, those held back first.
  func deliver(to receive: @escaping (BrokerEvent) -> Void) {
    held.forEach(receive)
    held = []
    self.receive = receive
  }

  /// Hands over what the broker did not take.
  func deliverRefusals() {
    for (topic, reason) in outbox.takeRefused() { take(.refused(topic: topic, reason: Self.words(reason))) }
  }

  private func take(_ event: BrokerEvent) {
    if let receive { receive(event) } else if held.count < 1024 { held.append(event) }
  }

  /// The words for the broker's answer to a connection.
  func words(_ answer: CInt) -> String {
    guard version == .threeOneOne else { return Self.words(answer) }
    let words = mosquitto_connack_string(answer).map { String(cString: $0) } ?? "reason \(answer)"
    let prefix = "Connection Refused: "
    return words.hasPrefix(prefix) ? String(words.dropFirst(prefix.count)) : words
  }

  /// The words for an MQTT 5 reason code.
  private static func words(_ reason: CInt) -> String {
    mosquitto_reason_string(reason).map { String(cString: $0) } ?? "reason \(reason)"
  }

  /// Sets the callbacks of a client whose user data is a session.
  static func listen(to handle: OpaquePointer) {
    mosquitto_connect_v5_callback_set(handle) { _, object, reason, _, _ in
      MosquittoSession.of(object).answer = reason
    }
    mosquitto_subscribe_v5_callback_set(handle) { _, object, number, count, granted, _ in
      let session = MosquittoSession.of(object)
      guard count > 0, let quality = granted?.pointee, quality < 128 else {
        session.refused[number] = MosquittoSession.words(granted?.pointee ?? 128)
        return
      }
      session.granted.insert(number)
    }
    mosquitto_publish_v5_callback_set(handle) { _, object, number, reason, _ in
      let session = MosquittoSession.of(object)
      session.outbox.answered(number, reason: reason)
      if number == session.awaited { session.arrived = true }
    }
    mosquitto_message_v5_callback_set(handle) { _, object, message, _ in
      guard let message = message?.pointee, let topic = message.topic else { return }
      let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
      MosquittoSession.of(object).take(
        .message(
          BrokerMessage(
            topic: String(cString: topic), payload: Array(payload.prefix(MosquittoSession.longestPayload)),
            quality: Int(message.qos),
            retained: message.retain)))
    }
    mosquitto_log_callback_set(handle) { _, object, level, words in
      guard level == CInt(MOSQ_LOG_ERR), let words else { return }
      let text = String(cString: words)
      MosquittoSession.of(object).log.withLock { $0 = text }
    }
  }

  /// The session that a callback is for: alive, since the client holds it until its handle is destroyed.
  private static func of(_ object: UnsafeMutableRawPointer?) -> MosquittoSession {
    guard let object else { preconditionFailure("libmosquitto lost its user data") }
    return Unmanaged<MosquittoSession>.fromOpaque(object).takeUnretainedValue()
  }
}
