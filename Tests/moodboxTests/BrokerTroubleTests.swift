import FoundationEssentials
import Glibc
import Hub
import System
import Testing

/// What people see of a broker that does not let the box in: in the log, on the lamps, and from `doctor`.
@Suite("A broker in trouble", .timeLimit(.minutes(3)), .enabled(if: Broker.isInstalled, "needs mosquitto"))
struct BrokerTroubleTests {
  /// A household whose settings say this of the hub beside its broker's port.
  private func household(_ hub: String, port: Int) throws -> Household {
    let household = try Household(id: "den")
    try household.show(scene: "happy", as: "1")
    let text = try String(contentsOfFile: household.settings, encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.hasPrefix("hub:") ? "hub: {enabled: true, port: \(port), \(hub)}" : $0
    }
    try household.folder.write(lines.joined(separator: "\n").utf8, to: "moodbox.yaml")
    return household
  }

  private func words(_ outcome: Program.Outcome, of part: String) throws -> (verdict: String?, words: String) {
    let finding = try outcome.json().array?.first { $0["part"]?.string == part }
    return (finding?["verdict"]?.string, finding?["words"]?.string ?? "")
  }

  /// Runs the box until its lamps say that a part is broken; returns what the log says of the broker.
  private func faultOfRunningBox(_ household: Household, _ also: (Lines, Lines) async throws -> Void = { _, _ in })
    async throws -> String
  {
    let box = try RunningHousehold(household)
    let fault = try await box.log.next { $0.hasPrefix("broker: ") }
    try await box.lamps.next { $0 == "lamps red=1 green=0 blue=0 camera=0 privacy=0" }
    try await also(box.log, box.lamps)
    box.press("q")
    _ = try box.end()
    return fault
  }

  @Test("that is not there is said to be away; when it comes, all is well again")
  func absent() async throws {
    var broker: Broker? = try await Broker()
    let port = try #require(broker?.port)
    broker = nil
    let household = try household("host: 127.0.0.1", port: port)
    let outcome = try await household.run("doctor", "--json")
    #expect(outcome.code == 1)
    let found = try words(outcome, of: "broker")
    #expect(found.verdict == "wrong" && found.words.contains("127.0.0.1:\(port): nobody answers there"))
    let fault = try await faultOfRunningBox(household) { log, lamps in
      let broker = try await Broker(port: port)
      try await log.next { $0 == "broker: works again" }
      try await lamps.next { $0 == "lamps red=0 green=0 blue=0 camera=0 privacy=0" }
      let report = try await household.run("doctor", "--json")
      let found = try words(report, of: "broker")
      #expect(found.verdict == "ok" && found.words.contains("MQTT 5, not encrypted; the box is moodbox/den there"))
      let topics = try words(report, of: "topics")
      #expect(topics.verdict == "ok", "\(topics.words)")
      // Home Assistant is told who the box is some seconds later.
      let discovery = try words(report, of: "discovery")
      #expect(["ok", "wrong"].contains(discovery.verdict), "\(report.output)")
      withExtendedLifetime(broker) {}
    }
    #expect(fault == "broker: 127.0.0.1:\(port): Connection refused")
  }

  @Test("that refuses the password says so, and nobody shows the password")
  func password() async throws {
    let broker = try await Broker(configuration: "allow_anonymous false\npassword_file FOLDER/passwords") { folder in
      _ = try ChildProcess("mosquitto_passwd", ["-c", "-b", "\(folder)/passwords", "box", "right"]).wait()
    }
    let secret = try broker.folder.write("Secret-7-wrong\n".utf8, to: "secret")
    chmod(secret, 0o644)
    let household = try household("host: 127.0.0.1, user: box, password-file: \(secret)", port: broker.port)
    let outcome = try await household.run("doctor", "--json")
    #expect(outcome.code == 1)
    let found = try words(outcome, of: "broker")
    #expect(found.verdict == "wrong")
    #expect(found.words.contains("the broker refused the connection: Not authorized; check hub.user"), "\(found.words)")
    #expect(try words(outcome, of: "secrets").words.contains("chmod o= \(secret)"))
    #expect(!outcome.output.contains("Secret-7-wrong") && !outcome.errors.contains("Secret-7-wrong"))
    let fault = try await faultOfRunningBox(household) { _, _ in
      let health = try await household.run("health", "--json").json()
      #expect(health["last_error"]?.string == "broker: the broker refused the connection: Not authorized")
      let listing = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
      for process in listing {
        let line = (try? WholeFile.read("/proc/\(process)/cmdline", limit: 1 << 20)) ?? nil
        #expect(!String(decoding: line ?? [], as: UTF8.self).contains("Secret-7-wrong"))
      }
    }
    #expect(fault == "broker: the broker refused the connection: Not authorized")
    #expect(try await household.run("config", "show").output.contains("Secret-7-wrong") == false)
  }

  @Test("takes the password that systemd has passed to the service")
  func credential() async throws {
    let broker = try await Broker(configuration: "allow_anonymous false\npassword_file FOLDER/passwords") { folder in
      _ = try ChildProcess("mosquitto_passwd", ["-c", "-b", "\(folder)/passwords", "box", "right"]).wait()
    }
    try broker.folder.write("right\n".utf8, to: "hub")
    let household = try household("host: 127.0.0.1, user: box, password-file: 'credential:hub'", port: broker.port)
    let without = try words(await household.run("doctor", "--json"), of: "broker")
    #expect(without.verdict == "wrong" && without.words.contains("systemd gives hub to the service alone"))
    setenv("CREDENTIALS_DIRECTORY", broker.folder.path, 1)
    defer { unsetenv("CREDENTIALS_DIRECTORY") }
    #expect(try words(await household.run("doctor", "--json"), of: "broker").verdict == "ok")
  }

  @Test("whose certificate is about to end, or has expired, is told apart", .enabled(if: Self.hasOpenSSL))
  func certificate() async throws {
    for (days, verdict) in [(-1, "wrong"), (10, "note"), (90, "ok")] {
      let broker = try await Broker(
        configuration: "allow_anonymous true\ncertfile FOLDER/broker.pem\nkeyfile FOLDER/broker.key"
      ) { folder in
        let make = """
          cd \(folder) && exec 2>/dev/null
          openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 99 -subj /CN=house \
            -keyout house.key -out house.pem
          openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=broker -keyout broker.key \
            -addext subjectAltName=DNS:broker.lan -out broker.csr
          openssl x509 -req -in broker.csr -CA house.pem -CAkey house.key -copy_extensions copy -days \(days) \
            -out broker.pem
          """
        _ = try ChildProcess("sh", ["-c", make]).wait()
      }
      let hub = "host: 127.0.0.1, server-name: broker.lan, authority-file: \(broker.folder.path)/house.pem"
      let household = try household(hub, port: broker.port)
      let outcome = try await household.run("doctor", "--json")
      let certificate = try words(outcome, of: "certificate")
      #expect(certificate.verdict == verdict, "\(outcome.output)")
      #expect(certificate.words.contains(days < 0 ? "the broker's expired on " : " days"))
      let found = try words(outcome, of: "broker")
      #expect(found.words.contains(days < 0 ? "has expired; renew" : "encrypted with TLS_AES_256_GCM_SHA384"))
      guard days < 0 else { continue }
      let fault = try await faultOfRunningBox(household)
      #expect(fault == "broker: the broker's certificate is not trusted: certificate has expired")
    }
  }

  private static let hasOpenSSL = access("/usr/bin/openssl", X_OK) == 0
}
