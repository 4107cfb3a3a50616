import CMosquitto
import Devices
import Glibc

/// The one owner of a libmosquitto client: used for one connection, by one thread, and destroyed with it.
///
/// A new one for every attempt: what was queued for a lost connection must not come out of the next one.
struct MosquittoClient: ~Copyable {
  private let handle: OpaquePointer
  /// Callbacks find it through libmosquitto's user data, which does not retain: it lives here, as long as the handle.
  private let session: MosquittoSession
  private let line: MosquittoLine

  /// Larger messages stay at the broker: no request is nearly as long, and too long ones are to be answered.
  private static let largestPacket: UInt32 = 1_048_576

  private static let library: Void = { _ = mosquitto_lib_init() }()

  init(name: String, session: MosquittoSession, line: MosquittoLine) throws(BrokerFailure) {
    _ = Self.library
    guard let handle = mosquitto_new(name, true, Unmanaged.passUnretained(session).toOpaque()) else {
      throw BrokerFailure("mosquitto_new: \(String(cString: strerror(errno)))")
    }
    self.handle = handle
    self.session = session
    self.line = line
    MosquittoSession.listen(to: handle)
    // Makes publish only queue, and wake the loop, on whatever thread it is called.
    mosquitto_threaded_set(handle, true)
    let version = session.version == .five ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
    mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, CInt(version))
    mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
  }

  deinit {
    // First nobody can reach the handle, then it is destroyed.
    line.cut()
    mosquitto_destroy(handle)
  }

  /// Connects to the network and asks the broker for a session; blocks for as long as the network takes.
  func connect(to address: MosquittoBroker.Address, will: BrokerMessage) throws(BrokerFailure) {
    try Self.connect(handle, to: address, will: will, session).get()
  }

  /// Static, because Swift 6.0's compiler trips over a noncopyable value that throws in a branch.
  private static func connect(
    _ handle: OpaquePointer, to address: MosquittoBroker.Address, will: BrokerMessage, _ session: MosquittoSession
  ) -> Result<Void, BrokerFailure> {
    Result { () throws(BrokerFailure) in
      let willCode = mosquitto_will_set_v5(
        handle, will.topic, CInt(will.payload.count), will.payload, CInt(will.quality), will.retained, nil)
      try check(willCode, "the last will")
      if let user = address.user {
        try check(mosquitto_username_pw_set(handle, user, address.password), "the user name or password")
      }
      if let encryption = address.encryption { try encrypt(handle, encryption, address.host, session).get() }
      var properties: OpaquePointer?
      defer { mosquitto_property_free_all(&properties) }
      if session.version == .five {
        mosquitto_property_add_int32(&properties, CInt(MQTT_PROP_MAXIMUM_PACKET_SIZE.rawValue), largestPacket)
      }
      let code = mosquitto_connect_bind_v5(
        handle, address.host, CInt(address.port), CInt(address.keepAlive.components.seconds), nil, properties)
      try checkCertificate(code, session)
      try check(code, "\(address.host):\(address.port)", detail: session.lastError)
      session.isOpen = true
    }
  }

  private static func encrypt(
    _ handle: OpaquePointer, _ encryption: BrokerEncryption, _ host: String, _ session: MosquittoSession
  ) -> Result<Void, BrokerFailure> {
    TLSContext.lend(encryption, host: host, handshake: session.handshake) { context in
      // libmosquitto keeps a reference of its own, and with no defaults of its own changes nothing.
      mosquitto_int_option(handle, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0)
      let code = mosquitto_void_option(handle, MOSQ_OPT_SSL_CTX, UnsafeMutableRawPointer(context))
      return code == MOSQ_ERR_SUCCESS.rawValue ? .success(()) : .failure(failure(code, "TLS"))
    }
  }

  /// Returns the number by which the broker's answer is told from others.
  func subscribe(to topic: String) throws(BrokerFailure) -> CInt {
    var number: CInt = 0
    try Self.check(mosquitto_subscribe_v5(handle, &number, topic, 1, 0, nil), topic)
    return number
  }

  /// Waits for the network, at most so long, does what is due, and calls the session back. Throws when the connection is over.
  func loop(atMost time: Duration) throws(BrokerFailure) {
    try Self.judge(mosquitto_loop(handle, CInt(time / .milliseconds(1)), 1), session)
  }

  /// Static, because Swift 6.0's compiler trips over a noncopyable value that throws in a branch.
  private static func judge(_ code: CInt, _ session: MosquittoSession) throws(BrokerFailure) {
    guard code != MOSQ_ERR_SUCCESS.rawValue else { return }
    if let answer = session.answer, answer != 0 {
      throw BrokerFailure("the broker refused the connection: \(session.words(answer))")
    }
    try checkCertificate(code, session)
    if code == MOSQ_ERR_KEEPALIVE.rawValue { throw BrokerFailure("the broker has fallen silent") }
    try check(code, "the connection was lost", detail: session.lastError)
  }

  func disconnect() { mosquitto_disconnect_v5(handle, CInt(MQTT_RC_NORMAL_DISCONNECTION.rawValue), nil) }

  /// Lets other threads publish, until this client's end.
  func open() { line.connect(Self.reference(handle, session)) }

  /// Static, as all that touches more than one property of a noncopyable value in a row: Swift 6.0's compiler trips over that.
  private static func reference(_ handle: OpaquePointer, _ session: MosquittoSession) -> Reference {
    Reference(handle: handle, version: session.version, outbox: session.outbox)
  }

  /// Empties what a broker of MQTT 3.1.1 cannot forget by itself. A message that cannot be sent is tried no more: the next
  /// connection's greeting tells the truth again.
  func forgetEnded() { Self.forgetEnded(handle, session) }

  private static func forgetEnded(_ handle: OpaquePointer, _ session: MosquittoSession) {
    for topic in session.outbox.takeEnded(at: .now) {
      _ = reference(handle, session).publish(BrokerMessage(topic: topic, payload: [], retained: true))
    }
  }

  /// What other threads publish with, lent by ``MosquittoLine``.
  ///
  /// Unchecked, because libmosquitto guards publishing with locks of its own once `mosquitto_threaded_set` was called.
  struct Reference: @unchecked Sendable {
    fileprivate let handle: OpaquePointer
    fileprivate let version: MQTTVersion
    fileprivate let outbox: MosquittoOutbox

    func publish(_ message: BrokerMessage) -> Result<CInt, BrokerFailure> {
      guard !outbox.isFull else { return .failure(BrokerFailure("the broker acknowledges nothing")) }
      var properties: OpaquePointer?
      defer { mosquitto_property_free_all(&properties) }
      if let expiry = message.expiry, version == .five {
        let seconds = UInt32(clamping: max(1, expiry.components.seconds))
        mosquitto_property_add_int32(&properties, CInt(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue), seconds)
      }
      if message.retained, version == .threeOneOne {
        outbox.setEnd(message.expiry.map { .now + $0 }, of: message.topic)
      }
      var number: CInt = 0
      let code = mosquitto_publish_v5(
        handle, &number, message.topic, CInt(message.payload.count), message.payload, CInt(message.quality),
        message.retained, properties)
      guard code == MOSQ_ERR_SUCCESS.rawValue else { return .failure(MosquittoClient.failure(code, message.topic)) }
      outbox.sent(number, message)
      return .success(number)
    }
  }

  /// libmosquitto does not say why a certificate is not trusted.
  private static func checkCertificate(_ code: CInt, _ session: MosquittoSession) throws(BrokerFailure) {
    if code != MOSQ_ERR_SUCCESS.rawValue, let problem = session.handshake.problem {
      throw BrokerFailure("the broker's certificate is not trusted: \(problem)")
    }
  }

  private static func check(_ code: CInt, _ subject: String, detail: String? = nil) throws(BrokerFailure) {
    if code != MOSQ_ERR_SUCCESS.rawValue { throw failure(code, subject, detail: detail) }
  }

  private static func failure(_ code: CInt, _ subject: String, detail: String? = nil) -> BrokerFailure {
    let words =
      code == MOSQ_ERR_ERRNO.rawValue ? strerror(errno) : UnsafeMutablePointer(mutating: mosquitto_strerror(code))
    let reason = words.map { String(cString: $0) } ?? "error \(code)"
    return BrokerFailure("\(subject): \(reason)\(detail.map { " (\($0))" } ?? "")")
  }
}
