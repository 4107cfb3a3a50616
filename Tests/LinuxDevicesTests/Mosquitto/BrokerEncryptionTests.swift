import Devices
import FoundationEssentials
import Glibc
import LinuxDevices
import Testing

@Suite(
  "The encrypted connection to a real broker", .timeLimit(.minutes(1)),
  .enabled(if: MosquittoProcess.isInstalled && Certificates.isPossible, "needs mosquitto and openssl"))
struct BrokerEncryptionTests {
  private static let will = BrokerMessage(topic: "box/availability", payload: Array("offline".utf8), retained: true)

  /// A broker whose certificate is `name`'s, with what else its configuration says; and the folder of the certificates.
  private static func broker(
    _ name: String = "broker", names: String = "DNS:localhost", days: Int = 2, more: String = ""
  ) async throws -> MosquittoProcess {
    try await MosquittoProcess(
      configuration: """
        allow_anonymous true
        certfile FOLDER/\(name).pem
        keyfile FOLDER/\(name).key
        \(more)
        """
    ) { folder in
      let certificates = Certificates(folder: folder)
      for authority in ["house", "stranger"] { try await certificates.makeAuthority(authority) }
      try await certificates.make(name, for: names, by: "house", days: days)
      try await certificates.make("box", for: "DNS:box", by: "house")
    }
  }

  /// What comes first: the connection, or why there is none.
  private static func meet(
    _ process: MosquittoProcess, host: String = "localhost", _ change: (inout BrokerEncryption) -> Void = { _ in }
  ) async -> (event: BrokerEvent?, peer: MosquittoBroker.Peer?) {
    var encryption = BrokerEncryption(authorityFile: process.folder.appending(path: "house.pem").path)
    change(&encryption)
    let broker = MosquittoBroker(
      .init(host: host, port: process.port, client: "box", encryption: encryption),
      pauses: .milliseconds(20) ... .milliseconds(100))
    let event = await broker.withConnection(subscriptions: [], will: will, farewell: will) { events in
      await events.first { _ in true }
    }
    return (event, broker.peer)
  }

  private func refusal(_ event: BrokerEvent?) -> String {
    if case .disconnected(let reason)? = event { reason } else { "was not refused: \(event.debugDescription)" }
  }

  @Test("is made when authority and name are right, and knows when the certificate ends")
  func trusted() async throws {
    let process = try await Self.broker()
    let (event, peer) = await Self.meet(process)
    #expect(event == .connected)
    #expect(peer?.version == .five)
    let end = try #require(peer?.certificateEnd)
    let days = (Double(end) - Date().timeIntervalSince1970) / 86_400
    #expect(days > 1.9 && days < 2.1)
  }

  @Test("fails when the certificate is for another name")
  func wrongName() async throws {
    let process = try await Self.broker()
    let byAddress = refusal(await Self.meet(process, host: "127.0.0.1").event)
    #expect(byAddress == "the broker's certificate is not trusted: IP address mismatch")
    let byName = refusal(await Self.meet(process) { $0.serverName = "elsewhere.example" }.event)
    #expect(byName == "the broker's certificate is not trusted: hostname mismatch")
  }

  @Test("takes the name that the owner expects instead of the address, and only that")
  func serverName() async throws {
    let process = try await Self.broker(names: "DNS:broker.example")
    #expect(await Self.meet(process, host: "127.0.0.1") { $0.serverName = "broker.example" }.event == .connected)
    let refusal = refusal(await Self.meet(process).event)
    #expect(refusal.hasSuffix("hostname mismatch"))
    let byAddress = try await Self.broker(names: "IP:127.0.0.1")
    #expect(await Self.meet(byAddress, host: "127.0.0.1").event == .connected)
    #expect(await Self.meet(byAddress) { $0.serverName = "127.0.0.1" }.event == .connected)
  }

  @Test("fails when nobody that we trust has signed the certificate")
  func stranger() async throws {
    let process = try await Self.broker()
    let path = process.folder.appending(path: "stranger.pem").path
    let refusal = refusal(await Self.meet(process) { $0.authorityFile = path }.event)
    #expect(refusal == "the broker's certificate is not trusted: unable to get local issuer certificate")
  }

  @Test("fails when the certificate has expired, and says when that was")
  func expired() async throws {
    let (event, peer) = await Self.meet(try await Self.broker(days: -1))
    #expect(refusal(event) == "the broker's certificate is not trusted: certificate has expired")
    #expect(try #require(peer?.certificateEnd) < Int(Date().timeIntervalSince1970))
  }

  @Test("trusts the authorities of the system when none is named")
  func systemAuthorities() async throws {
    let process = try await Self.broker()
    #expect(refusal(await Self.meet(process) { $0.authorityFile = nil }.event).contains("is not trusted"))
    // OpenSSL's own way to name other ones.
    setenv("SSL_CERT_FILE", process.folder.appending(path: "house.pem").path, 1)
    defer { unsetenv("SSL_CERT_FILE") }
    #expect(await Self.meet(process) { $0.authorityFile = nil }.event == .connected)
  }

  @Test("shows our certificate to a broker that asks for it, and is refused without")
  func clientCertificate() async throws {
    let process = try await Self.broker(more: "cafile FOLDER/house.pem\nrequire_certificate true")
    let folder = process.folder
    let ours = await Self.meet(process) { encryption in
      encryption.certificateFile = folder.appending(path: "box.pem").path
      encryption.keyFile = folder.appending(path: "box.key").path
    }
    #expect(ours.event == .connected)
    // With TLS 1.3 the end of the connection may overtake the broker's words; it is refused either way.
    var words = ""
    for _ in 0..<8 where !words.contains("certificate required") {
      words = refusal(await Self.meet(process).event)
      #expect(!words.hasPrefix("was not refused"))
    }
    #expect(words.contains("certificate required"))
  }

  @Test("names the file that cannot be used")
  func files() async throws {
    let process = try await Self.broker()
    let missing = process.folder.appending(path: "missing.pem").path
    let key = process.folder.appending(path: "broker.key").path
    let box = process.folder.appending(path: "box.pem").path
    #expect(
      refusal(await Self.meet(process) { $0.authorityFile = missing }.event)
        .hasPrefix("\(missing): reading the certificate authorities: "))
    #expect(
      refusal(await Self.meet(process) { ($0.certificateFile, $0.keyFile) = (missing, key) }.event)
        .hasPrefix("\(missing): reading our certificate: "))
    #expect(
      refusal(await Self.meet(process) { ($0.certificateFile, $0.keyFile) = (box, key) }.event)
        == "\(key): reading our key: key values mismatch")
  }

  @Test("speaks AES-256-GCM where it can, asks for the expected name, and nothing older than TLS 1.2")
  func ciphers() async throws {
    let process = try await Self.broker(names: "DNS:broker.example")
    #expect(
      await Self.meet(process, host: "127.0.0.1") { $0.serverName = "broker.example" }.peer?.cipher
        == "TLS_AES_256_GCM_SHA384")
    let certificate = process.folder.appending(path: "broker").path
    // No brokers, so no more comes of it than the handshake.
    func shakeHands(_ options: String...) async throws -> (reason: String, cipher: String?) {
      let port = Int.random(in: 10_000..<32_000)
      let server = try Program(
        "openssl",
        [
          "s_server", "-rev", "-accept", "127.0.0.1:\(port)", "-cert", certificate + ".pem", "-key",
          certificate + ".key", "-cert2", certificate + ".pem", "-key2", certificate + ".key",
        ] + options)
      defer { server.kill() }
      // It has shaken hands and has nothing more to say.
      async let hangUp: Void = {
        for await line in server.lines where line.contains("Ciphersuite: ECDHE") { server.kill() }
      }()
      let authority = process.folder.appending(path: "house.pem").path
      let broker = MosquittoBroker(
        .init(
          host: "127.0.0.1", port: port, client: "box",
          encryption: BrokerEncryption(authorityFile: authority, serverName: "broker.example")),
        pauses: .milliseconds(20) ... .milliseconds(100))
      let reason = await broker.withConnection(subscriptions: [], will: Self.will, farewell: Self.will) { events in
        for await event in events {
          // Refused are those who come before the server is there, and after it has hung up.
          guard case .disconnected(let reason) = event else { continue }
          if broker.peer != nil || !reason.contains("Connection refused") { return reason }
        }
        return ""
      }
      server.kill()
      await hangUp
      return (reason, broker.peer?.cipher)
    }
    let older = try await shakeHands("-tls1_2", "-servername", "broker.example", "-servername_fatal")
    #expect(older.cipher == "ECDHE-ECDSA-AES256-GCM-SHA384", "\(older.reason)")
    let other = try await shakeHands("-servername", "other.example", "-servername_fatal")
    #expect(other.cipher == nil && other.reason.contains("unrecognized name"), "\(other.reason)")
    let ancient = try await shakeHands("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")
    #expect(ancient.cipher == nil && ancient.reason.contains("protocol version"), "\(ancient.reason)")
  }
}
