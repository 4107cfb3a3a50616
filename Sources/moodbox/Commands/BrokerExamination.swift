import Devices
import FoundationEssentials
import Glibc
import Hub
import LinuxDevices
import Settings
import System

/// Looks at the broker for `doctor`: meets it as the box does, but under another name, so that a running box is not disturbed.
struct BrokerExamination {
  let settings: Settings
  /// Whether the box runs, and so must be seen at the broker.
  let boxIsRunning: Bool

  /// How long the broker may take to show what it keeps.
  private static let patience: Duration = .seconds(15)

  func findings() async -> [Finding] {
    let hub = settings.hub
    guard hub.enabled else { return [finding(.note, "hub.enabled is false: nothing is told to the house")] }
    do {
      let box = try BoxID(settings)
      let address = try MosquittoBroker.Address(hub, client: "moodbox-\(box)-doctor")
      guard Reachability.canConnect(host: hub.host, port: hub.port) else {
        return [
          finding(
            .wrong,
            "\(place): nobody answers there: is the broker running, and are hub.host and hub.port right? The box "
              + "keeps trying, and plays on")
        ]
      }
      return secrets() + (await meet(MosquittoBroker(address), Topics(box)))
    } catch {
      return [finding(.wrong, "\(error)")]
    }
  }

  private var place: String { "\(settings.hub.host):\(settings.hub.port)" }

  private func finding(_ verdict: Finding.Verdict, _ words: String, part: String = "broker") -> Finding {
    Finding(part: part, verdict: verdict, words: words)
  }

  /// What the broker shows to somebody who comes later.
  private struct Sight {
    var problem: String?
    var kept: [String: [UInt8]] = [:]
  }

  private func meet(_ broker: MosquittoBroker, _ topics: Topics) async -> [Finding] {
    let mark = BrokerMessage(topic: topics["doctor"], payload: Array("was here".utf8))
    let subscriptions = [presence(topics), topics["info"], mark.topic] + announcements(topics)
    let sight = await broker.withConnection(subscriptions: subscriptions, will: mark, farewell: mark) { events in
      await withTaskGroup(of: Sight.self) { group in
        group.addTask { await Self.look(at: events, broker, until: mark) }
        group.addTask {
          try? await Task.sleep(for: Self.patience)
          return Sight(problem: "it lets us in, but does not hand on what is published on \(mark.topic)")
        }
        let sight = await group.next() ?? Sight()
        group.cancelAll()
        return sight
      }
    }
    let certificate = broker.peer?.certificateEnd.map(certificate) ?? []
    if let problem = sight.problem {
      return [finding(.wrong, "\(place): \(problem)\(Self.remedy(problem))")] + certificate
    }
    let version = broker.peer.map { $0.version.rawValue } ?? "MQTT"
    let secrecy = broker.peer?.cipher.map { "encrypted with \($0)" } ?? "not encrypted"
    return [finding(.ok, "\(place): \(version), \(secrecy); the box is moodbox/\(topics.box) there")] + certificate
      + shown(sight, topics)
  }

  /// What was kept comes before what we publish ourselves.
  private static func look(
    at events: AsyncStream<BrokerEvent>, _ broker: MosquittoBroker, until mark: BrokerMessage
  ) async -> Sight {
    var sight = Sight()
    for await event in events {
      switch event {
      case .connected:
        do { try broker.publish(mark) } catch { return Sight(problem: error.description) }
      case .disconnected(let reason): return Sight(problem: reason)
      case .message(let message) where message.topic == mark.topic: return sight
      case .message(let message): if message.retained { sight.kept[message.topic] = message.payload }
      case .refused(let topic, let reason): return Sight(problem: "does not take \(topic): \(reason)")
      case .unacknowledged, .overflowed: break
      }
    }
    return sight
  }

  private static func remedy(_ problem: String) -> String {
    let remedies = [
      ("uthori", "check hub.user, hub.password-file, and what that user may do at the broker"),
      ("user name", "check hub.user and hub.password-file"),
      ("expired", "renew the broker's certificate"),
      ("mismatch", "hub.host, or hub.server-name, must be a name that the broker's certificate carries"),
      ("issuer", "hub.authority-file must hold the authority that has signed the broker's certificate"),
      ("self-signed", "hub.authority-file must hold that certificate's authority"),
      ("certificate required", "the broker wants hub.certificate-file and hub.key-file"),
    ]
    return remedies.first { problem.contains($0.0) }.map { "; \($0.1)" } ?? "; the box keeps trying, and plays on"
  }

  private func certificate(_ end: Int) -> [Finding] {
    let days = (end - Int(Date().timeIntervalSince1970)) / 86_400
    let date = Date(timeIntervalSince1970: Double(end)).formatted(Date.ISO8601FormatStyle().year().month().day())
    if days < 0 { return [finding(.wrong, "the broker's expired on \(date); renew it", part: "certificate")] }
    let words = "the broker's lasts until \(date), \(days) days"
    return [finding(days < 30 ? .note : .ok, days < 30 ? "\(words); renew it" : words, part: "certificate")]
  }

  /// Whether the box, and what makes hubs find it, is there for those who come later.
  private func shown(_ sight: Sight, _ topics: Topics) -> [Finding] {
    let word = String(decoding: sight.kept[presence(topics)] ?? [], as: UTF8.self)
    let isThere = ["online", "ready"].contains(word) && (sight.kept[topics["info"]] != nil)
    guard boxIsRunning else { return [finding(.note, "nothing to see: the box is not running", part: "topics")] }
    guard isThere else {
      let words = "\(presence(topics)) says \"\(word)\", though the box runs: it is not connected; its log says why"
      return [finding(.wrong, words, part: "topics")]
    }
    let there = finding(.ok, "\(presence(topics)) says \"\(word)\"", part: "topics")
    if settings.hub.discovery == .off { return [there, finding(.note, "hub.discovery is off", part: "discovery")] }
    let found = sight.kept.filter { $0.key != presence(topics) && $0.key != topics["info"] && !$0.value.isEmpty }
    guard let first = found.keys.min() else {
      let words = "there is nothing on \(announcements(topics).joined(separator: ", ")): hubs do not find the box"
      return [there, finding(.wrong, words, part: "discovery")]
    }
    let more = found.count > 1 ? " and \(found.count - 1) more" : ""
    return [there, finding(.ok, "\(settings.hub.discovery.rawValue): \(first)\(more)", part: "discovery")]
  }

  private func presence(_ topics: Topics) -> String {
    settings.hub.discovery == .homie ? topics.homie + "/$state" : topics.availability
  }

  private func announcements(_ topics: Topics) -> [String] {
    switch settings.hub.discovery {
    case .device: [topics.homeAssistantDevice]
    case .components: [topics.homeAssistantComponent("+", "+")]
    case .homie: [topics.homie + "/$description"]
    case .off: []
    }
  }

  /// Whether others on this machine can read what is for the box alone.
  private func secrets() -> [Finding] {
    [settings.hub.passwordFile, settings.hub.keyFile].compactMap { file in
      var status = stat()
      guard file.hasPrefix("/"), stat(file, &status) == 0, status.st_mode & 0o007 != 0 else { return nil }
      return finding(.note, "everybody on this machine may read \(file): chmod o= \(file)", part: "secrets")
    }
  }
}
