import CMosquitto
import Devices
import Synchronization

/// What libmosquitto's callbacks tell of one connection.
///
/// They run inside `mosquitto_connect` and `mosquitto_loop`, so on the loop's thread alone, which also reads what they left here. Only
/// the log may speak on any thread.
final class MosquittoSession {
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
  private var receive: ((BrokerMessage) -> Void)?
  private var held: [BrokerMessage] = []
  private let log = Mutex<String?>(nil)

  /// The last error that libmosquitto logged, such as OpenSSL's words for a certificate it does not trust.
  var lastError: String? { log.withLock { $0 } }

  /// Hands over messages, those held back first.
  func deliver(to receive: @escaping (BrokerMessage) -> Void) {
    held.forEach(receive)
    held = []
    self.receive = receive
  }

  private func take(_ message: BrokerMessage) {
    if let receive { receive(message) } else if held.count < 1024 { held.append(message) }
  }

  /// The words for an MQTT 5 reason code.
  static func words(_ reason: CInt) -> String {
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
    mosquitto_publish_v5_callback_set(handle) { _, object, number, _, _ in
      let session = MosquittoSession.of(object)
      if number == session.awaited { session.arrived = true }
    }
    mosquitto_message_v5_callback_set(handle) { _, object, message, _ in
      guard let message = message?.pointee, let topic = message.topic else { return }
      let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
      MosquittoSession.of(object).take(
        BrokerMessage(
          topic: String(cString: topic), payload: Array(payload), quality: Int(message.qos), retained: message.retain))
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
