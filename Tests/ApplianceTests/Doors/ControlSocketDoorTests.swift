import Appliance
import Domain
import FoundationEssentials
import Glibc
import Hub
import System
import Testing

@Suite("The door on the box", .timeLimit(.minutes(1)))
struct ControlSocketDoorTests {
  private let folder: URL
  private let path: String
  private let bulletins: AsyncStream<Bulletin>
  private let tell: AsyncStream<Bulletin>.Continuation

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "moodbox-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appending(path: "control.sock").path
    (bulletins, tell) = AsyncStream.makeStream()
  }

  /// Runs a door before `box`, beside `body`; afterwards closes it and removes the folder.
  private func run(_ box: RequestRecorder = RequestRecorder(), _ body: @Sendable () async throws -> Void) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let door = try ControlSocketDoor(
      path: path, dispatcher: Dispatcher(handler: box),
      now: { Moment(uptime: .seconds(1), date: Date(timeIntervalSince1970: 0)) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await door.run(bulletins) }
      try await body()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// Sends lines as they are, and returns as many answers. On a crowded machine lines of progress may come before one.
  private func exchange(_ lines: String...) async throws -> [String] {
    let connection = try LocalConnection(to: path)
    var answers: [String] = []
    for line in lines {
      try await connection.send(Array(line.utf8))
      var answer: String
      repeat {
        answer = String(decoding: try #require(try await connection.nextLine(limit: 100_000)), as: UTF8.self)
      } while answer.contains(#""status":"progress""#)
      answers.append(answer)
    }
    return answers
  }

  @Test("answers one line with one line, as often as one likes")
  func lines() async throws {
    try await run {
      let answers = try await exchange(
        #"{"verb":"volume","arguments":{"value":40},"transaction":"1"}"#, #"{"verb":"next"}"#, "nonsense",
        #"{"verb":"volume","arguments":{"value":400}}"#, #"{"verb":"volume","value":40}"#)
      #expect(
        answers == [
          #"{"data":{"done":"volume"},"status":"ok","transaction":"1"}"#, #"{"data":{"done":"next"},"status":"ok"}"#,
          #"{"error":"the request cannot be read: not JSON","status":"error"}"#,
          #"{"error":"volume: \"value\" must be a whole number from 0 to 100, not 400","status":"error"}"#,
          #"{"error":"unknown key \"value\"; known are: verb, arguments, transaction","status":"error"}"#,
        ])
    }
  }

  @Test("gives the command line the data of an answer, or the words of a refusal")
  func client() async throws {
    try await run {
      let data = try await ControlClient(path: path).request(.seek(.seconds(3)))
      #expect(data == ["done": "seek"])
    }
    let refusing = try ControlSocketDoorTests()
    try await refusing.run(RequestRecorder(refusal: RequestRefusal("nothing plays"))) {
      await #expect(throws: RequestRefusal("nothing plays")) {
        try await ControlClient(path: refusing.path).request(.pause)
      }
    }
  }

  @Test("lets root alone turn privacy off, as the kernel tells who is root")
  func root() async throws {
    try await run {
      if geteuid() == 0 {
        let data = try await ControlClient(path: path).request(.privacy(false))
        #expect(data == ["done": "privacy"])
      } else {
        await #expect(throws: RequestRefusal.self) {
          try await ControlClient(path: path).request(.privacy(false))
        }
      }
    }
  }

  @Test("serves many at once, and none waits for one who says nothing or looks long")
  func many() async throws {
    let box = RequestRecorder(holds: [.look])
    try await run(box) {
      let silent = try LocalConnection(to: path)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await ControlClient(path: path).request(.look) }
        for _ in 0..<30 {
          group.addTask {
            let data = try await ControlClient(path: path).request(.next)
            #expect(data == ["done": "next"])
          }
        }
        for _ in 0..<30 { try await group.next() }
        box.release()
        try await group.waitForAll()
      }
      withExtendedLifetime(silent) {}
    }
  }

  @Test("has the one that was idle longest give way to newcomers, so that nobody is locked out")
  func crowd() async throws {
    try await run {
      var crowd: [LocalConnection] = []
      for _ in 0..<64 {
        let connection = try LocalConnection(to: path)
        try await connection.send(Array(#"{"verb":"next"}"#.utf8))
        #expect(try await connection.nextLine(limit: 1000) != nil)
        crowd.append(connection)
      }
      // The first one is heard again, so the second is the idlest now.
      try await crowd[0].send(Array(#"{"verb":"next"}"#.utf8))
      #expect(try await crowd[0].nextLine(limit: 1000) != nil)
      #expect(try await ControlClient(path: path).request(.next) == ["done": "next"])
      #expect(try await crowd[1].nextLine(limit: 1000) == nil)
      for connection in [crowd[0], crowd[2], crowd[63]] {
        try await connection.send(Array(#"{"verb":"next"}"#.utf8))
        #expect(try await connection.nextLine(limit: 1000) != nil)
      }
    }
  }

  @Test("turns away, with a word, who comes while it works for as many as it can serve")
  func busy() async throws {
    let box = RequestRecorder(holds: [.look])
    try await run(box) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<64 { group.addTask { _ = try await ControlClient(path: path).request(.look) } }
        var begun = box.begun.makeAsyncIterator()
        for _ in 0..<64 { _ = await begun.next() }
        await #expect(throws: RequestRefusal("too many are connected to the box; try again")) {
          try await ControlClient(path: path).request(.next)
        }
        box.release()
        try await group.waitForAll()
      }
    }
  }

  @Test("keeps half its places for those who ask, however many watch")
  func watchers() async throws {
    try await run {
      var watchers: [LocalConnection] = []
      for _ in 0..<33 {
        let watcher = try LocalConnection(to: path)
        try await watcher.send(Array(#"{"verb":"watch"}"#.utf8))
        let answer = try #require(try await watcher.nextLine(limit: 1000))
        let isLast = watchers.count == 32
        #expect(String(decoding: answer, as: UTF8.self).contains(isLast ? "too many follow" : "ok"))
        watchers.append(watcher)
      }
    }
  }

  @Test("says that it works on what takes long, and answers in the end")
  func progress() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let box = RequestRecorder(holds: [.look])
    let clock = HandClock()
    let door = try ControlSocketDoor(
      path: path, dispatcher: Dispatcher(handler: box), sleep: { try await clock.sleep(for: $0) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await door.run(bulletins) }
      let connection = try LocalConnection(to: path)
      try await connection.send(Array(#"{"verb":"look","transaction":"a"}"#.utf8))
      for pause in [Duration.milliseconds(800), .seconds(3)] {
        await clock.fire(pause)
        let line = try #require(try await connection.nextLine(limit: 1000))
        #expect(String(decoding: line, as: UTF8.self) == #"{"status":"progress","transaction":"a"}"#)
      }
      box.release()
      let line = try #require(try await connection.nextLine(limit: 1000))
      #expect(String(decoding: line, as: UTF8.self).contains(#""status":"ok""#))
      // The command line passes over them.
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test("of a box that is halted leaves nobody waiting")
  func halted() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let listener = try LocalListener(path: path)
    await #expect(throws: ControlFailure.silent(path: path)) {
      try await ControlClient(path: path, patience: .milliseconds(20)).request(.status)
    }
    withExtendedLifetime(listener) {}
  }

  @Test("refuses lines without end")
  func endless() async throws {
    try await run {
      let connection = try LocalConnection(to: path)
      try await connection.send(Array(repeating: UInt8(ascii: "x"), count: 20_000))
      let answer = try #require(try await connection.nextLine(limit: 1000))
      #expect(String(decoding: answer, as: UTF8.self).contains("at most 16384 bytes"))
    }
  }

  @Test("tells those who watch what is true, then what happens")
  func watch() async throws {
    try await run {
      tell.yield(.player(PlayerStatus(volume: 40)))
      tell.yield(.event(.cancelled))
      // The state is there at once or comes right after; an event that was before is not told.
      let (told, record) = AsyncStream<(String, JSONValue)>.makeStream()
      await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await ControlClient(path: path).watch { record.yield(($0, $1)) } }
        var lines = told.makeAsyncIterator()
        var line = await lines.next()
        while line?.0 == "event" { line = await lines.next() }
        #expect(line?.0 == "player")
        #expect(line?.1["volume"] == 40)
        tell.yield(.event(.noFace))
        repeat { line = await lines.next() } while line?.1["event_type"] == "cancelled"
        #expect(line?.0 == "event")
        #expect(line?.1["event_type"] == "no_face")
        tell.yield(.event(.privacyOn))
        #expect(await lines.next()?.1["event_type"] == "privacy_on")
        let privacy = await lines.next()
        #expect(privacy?.0 == "privacy/state")
        #expect(privacy?.1 == "on")
        let mood = await lines.next()
        #expect(mood?.0 == "mood")
        #expect(mood?.1 == .null)
        group.cancelAll()
      }
    }
  }

  @Test("ends what it tells when the box stops")
  func stops() async throws {
    let door = try ControlSocketDoor(path: path, dispatcher: Dispatcher(handler: RequestRecorder()))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await door.run(bulletins) }
      tell.yield(.privacy(false))
      group.addTask {
        try await ControlClient(path: path).watch { topic, _ in
          #expect(topic == "privacy/state")
          tell.finish()
        }
      }
      try await group.waitForAll()
    }
    try FileManager.default.removeItem(at: folder)
  }

  @Test("says what to do when no box runs")
  func notRunning() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let failure = ControlFailure.notRunning(path: path)
    await #expect(throws: failure) { try await ControlClient(path: path).request(.status) }
    #expect(failure.description.contains("start it with 'moodbox run'"))
  }
}
