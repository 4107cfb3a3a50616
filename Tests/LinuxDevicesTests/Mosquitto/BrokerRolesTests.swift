import FoundationEssentials
import Testing

/// The configuration that ships, in a real broker.
@Suite(
  "The broker's configuration for houses", .timeLimit(.minutes(1)),
  .enabled(if: MosquittoProcess.isInstalled, "needs mosquitto and mosquitto-clients"))
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
    try #require(configuration.contains("\nlistener 1883\n"))
    let list = try text("moodbox.acl")
    return try await MosquittoProcess(
      configuration: configuration.replacing("\nlistener 1883\n", with: "\n")
        .replacing("/etc/mosquitto", with: "FOLDER")
    ) { folder in
      try Data(list.utf8).write(to: folder.appending(path: "moodbox.acl"))
      let passwords = folder.appending(path: "moodbox.passwords").path
      for (number, user) in users.enumerated() {
        try await Program("mosquitto_passwd", (number == 0 ? ["-c"] : []) + ["-b", passwords, user, "secret"]).output()
      }
    }
  }

  /// Whether the broker takes a message from that user.
  private static func may(
    _ user: String, publish topic: String, at broker: MosquittoProcess
  ) async throws -> Bool {
    let complaints = try await broker.publish(topic, "press", options: ["-u", user, "-P", "secret"])
    #expect(complaints.isEmpty || complaints.contains { $0.contains("Not authorized") }, "\(complaints)")
    return complaints.isEmpty
  }

  @Test("lets each role do what it may, and nothing above")
  func roles() async throws {
    let broker = try await Self.broker()
    let allowed: [(topic: String, users: Set<String>)] = [
      ("request/status", ["den", "viewer", "listener", "owner", "homeassistant"]),
      ("request/volume", ["den", "listener", "owner", "homeassistant"]),
      ("volume/set", ["den", "listener", "owner", "homeassistant"]),
      ("request/look", ["den", "owner", "homeassistant"]),
      ("look/set", ["den", "owner", "homeassistant"]),
      ("request/privacy", ["den", "viewer", "listener", "owner", "homeassistant"]),
      ("privacy/set", ["den", "viewer", "listener", "owner", "homeassistant"]),
      ("availability", ["den"]), ("mood", ["den"]), ("event", ["den"]), ("response/look", ["den"]),
    ]
    for (topic, users) in allowed {
      for user in Self.users {
        let may = try await Self.may(user, publish: "moodbox/den/\(topic)", at: broker)
        #expect(may == users.contains(user), "\(user) on \(topic)")
      }
    }
  }

  @Test("lets no box speak for another")
  func otherBoxes() async throws {
    let broker = try await Self.broker()
    let topics = [
      "moodbox/ID/mood", "homeassistant/device/moodbox_ID/config", "homeassistant/sensor/moodbox_ID/emotion/config",
      "homie/5/ID/$state", "homie/5/ID/mood/emotion",
    ]
    for topic in topics {
      #expect(try await Self.may("den", publish: topic.replacing("ID", with: "den"), at: broker), "\(topic)")
      #expect(try await !Self.may("den", publish: topic.replacing("ID", with: "attic"), at: broker), "\(topic)")
    }
  }

  @Test("lets viewers see what boxes tell")
  func viewers() async throws {
    let broker = try await Self.broker()
    let viewer = try await broker.observe("moodbox/#", options: ["-u", "viewer", "-P", "secret"])
    #expect(try await Self.may("den", publish: "moodbox/den/mood", at: broker))
    #expect(await viewer.next()?.topic == "moodbox/den/mood")
  }

  @Test("lets nobody in without a password")
  func strangers() async throws {
    let broker = try await Self.broker()
    for options in [[], ["-u", "owner", "-P", "guess"]] {
      let complaints = try await broker.publish("moodbox/den/request/look", "", options: options)
      #expect(complaints.contains { $0.contains("Not authorized") || $0.contains("not authorised") }, "\(complaints)")
    }
  }
}
