import FoundationEssentials
import Hub
import Testing

/// The configuration that ships, in a real broker.
@Suite(
  "The broker's configuration for houses", .timeLimit(.minutes(2)),
  .enabled(if: MosquittoProcess.isInstalled && Certificates.isPossible, "needs mosquitto, its clients and openssl"))
struct BrokerRolesTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "deploy/mosquitto")
  private static let users = ["den", "viewer", "listener", "owner", "homeassistant"]

  /// Starts a broker with the shipped files; only their folder and the port are others.
  private static func broker() async throws -> MosquittoProcess {
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }
    let configuration = try text("moodbox.conf")
    try #require(configuration.contains("\nlistener 8883\n"))
    let list = try text("moodbox.acl")
    return try await MosquittoProcess(
      configuration: configuration.replacing("\nlistener 8883\n", with: "\n")
        .replacing("/etc/mosquitto", with: "FOLDER")
    ) { folder in
      try Data(list.utf8).write(to: folder.appending(path: "moodbox.acl"))
      let passwords = folder.appending(path: "moodbox.passwords").path
      for (number, user) in users.enumerated() {
        try await Program("mosquitto_passwd", (number == 0 ? ["-c"] : []) + ["-b", passwords, user, "secret"]).output()
      }
      let script = Self.folder.appending(path: "make-certificates").path
      let said = try await Program(script, [folder.appending(path: "moodbox").path, "broker.lan", "127.0.0.1"]).output()
      #expect(said.last?.contains("broker.pem for broker.lan 127.0.0.1, until ") == true, "\(said)")
    }
  }

  private static func options(_ user: String?, at broker: MosquittoProcess, password: String = "secret") -> [String] {
    ["--cafile", broker.folder.appending(path: "moodbox/authority.pem").path]
      + (user.map { ["-u", $0, "-P", password] } ?? [])
  }

  /// Whether the broker takes a message from that user.
  private static func may(
    _ user: String, publish topic: String, _ payload: String = "press", at broker: MosquittoProcess
  ) async throws -> Bool {
    let complaints = try await broker.publish(topic, payload, options: options(user, at: broker))
    #expect(complaints.isEmpty || complaints.contains { $0.contains("Not authorized") }, "\(complaints)")
    return complaints.isEmpty
  }

  /// The least role that may use a verb, as the box itself has it.
  private static func role(of verb: Verb) throws -> Role {
    let arguments: [JSONValue] = [
      [:], ["on": true], ["value": 1], ["position": 1], ["emotion": "sad"], ["value": "lift"], ["name": "Ada"],
      ["action": "list"],
    ]
    let requests = arguments.compactMap { try? Request(verb: verb.rawValue, arguments: $0) }
    // What only the box's residents may do, the box refuses by itself: the broker cannot tell where owners are.
    return min(try #require(requests.first).role, .owner)
  }

  /// Who may publish on each topic that there is.
  private static func publishers() throws -> [String: Set<String>] {
    let box: Set = ["den"]
    func askers(_ role: Role) -> Set<String> {
      let people: [(String, Role)] = [
        ("viewer", .viewer), ("listener", .listener), ("owner", .owner), ("homeassistant", .owner),
      ]
      return box.union(people.filter { $0.1 >= role }.map(\.0))
    }
    var topics: [String: Set<String>] = [:]
    for verb in Verb.allCases {
      topics["moodbox/den/request/\(verb.rawValue)"] = askers(try role(of: verb))
      topics["moodbox/den/response/\(verb.rawValue)"] = box
      topics["moodbox/den/progress/\(verb.rawValue)"] = box
    }
    for entity in Entity.allCases {
      topics["moodbox/den/\(entity.rawValue)/set"] = askers(try role(of: try #require(Verb(rawValue: entity.rawValue))))
    }
    for state in [
      "availability", "mood", "player", "event", "info", "health", "privacy/state", "watching/state", "policy/state",
      "listener/state",
    ] {
      topics["moodbox/den/\(state)"] = box
    }
    for announcement in ["homeassistant/device/moodbox_den/config", "homeassistant/sensor/moodbox_den/mood/config"] {
      topics[announcement] = ["den", "homeassistant"]
    }
    topics["homeassistant/status"] = ["homeassistant"]
    topics["homie/5/den/$state"] = box
    topics["homie/5/den/player/volume/set"] = ["den", "homeassistant"]
    // Another box is nobody's to speak for, and what no box listens to is nobody's topic.
    topics["moodbox/attic/mood"] = []
    topics["homie/5/attic/$state"] = []
    for announcement in ["homeassistant/device/moodbox_attic/config", "homeassistant/sensor/moodbox_attic/mood/config"]
    {
      topics[announcement] = ["homeassistant"]
    }
    topics["somewhere/else"] = []
    topics["$SYS/broker/uptime"] = []
    return topics
  }

  @Test("lets each role speak on the topics that the box gives it, and on no other")
  func speaking() async throws {
    let broker = try await Self.broker()
    let topics = try Self.publishers()
    #expect(topics.count > 70)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for user in Self.users {
        group.addTask {
          for (topic, publishers) in topics.sorted(by: { $0.key < $1.key }) {
            let may = try await Self.may(user, publish: topic, at: broker)
            #expect(may == publishers.contains(user), "\(user) on \(topic)")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("lets each role hear what the boxes tell, and only those who need it how boxes are found")
  func listening() async throws {
    let broker = try await Self.broker()
    let end = "moodbox/den/event"
    let told: [(topic: String, by: String)] = [
      ("moodbox/den/mood", "den"), ("moodbox/den/response/look", "den"), ("moodbox/den/request/look", "owner"),
      ("homeassistant/device/moodbox_den/config", "den"), ("homeassistant/status", "homeassistant"),
      ("homie/5/den/$state", "den"), (end, "den"),
    ]
    let hearers: [String: Set<String>] = [
      "homeassistant/device/moodbox_den/config": ["den", "homeassistant"],
      "homeassistant/status": ["den", "homeassistant"], "homie/5/den/$state": ["den", "homeassistant"],
    ]
    var observers: [String: Observer] = [:]
    for user in Self.users {
      observers[user] = try await broker.observe("#", options: Self.options(user, at: broker))
    }
    for (topic, user) in told { #expect(try await Self.may(user, publish: topic, at: broker), "\(user) on \(topic)") }
    for user in Self.users {
      var heard: Set<String> = []
      while let message = await observers[user]?.next() {
        heard.insert(message.topic)
        if message.topic == end { break }
      }
      let expected = Set(told.map(\.topic).filter { hearers[$0]?.contains(user) ?? true })
      #expect(heard == expected, "\(user)")
    }
  }

  @Test("lets nobody in without a password, or without encryption")
  func strangers() async throws {
    let broker = try await Self.broker()
    for options in [Self.options(nil, at: broker), Self.options("owner", at: broker, password: "guess")] {
      let complaints = try await broker.publish("moodbox/den/request/look", "", options: options)
      #expect(complaints.contains { $0.contains("Not authorized") || $0.contains("not authorised") }, "\(complaints)")
    }
    let plain = try await broker.publish("moodbox/den/request/look", "", options: ["-u", "owner", "-P", "secret"])
    #expect(!plain.isEmpty)
  }
}
