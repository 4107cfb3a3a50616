import FoundationEssentials
import Glibc
import Hub
import System
import Testing

@Suite(
  "A flood of requests over a real broker", .timeLimit(.minutes(3)), .enabled(if: Broker.isInstalled, "needs mosquitto")
)
struct FloodTests {
  private static let messages = 20_000
  private static let payload = 8000

  /// The most memory that a process has held so far, in bytes: proc_pid_status(5).
  private func peak(of process: pid_t) throws -> Int {
    let status = try #require(try WholeFile.read("/proc/\(process)/status", limit: 1 << 16))
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return try #require(line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }) * 1024
  }

  @Test("does not grow the box's memory, and the button looks in the middle of it")
  func memory() async throws {
    let broker = try await Broker()
    let household = try Household(songs: ["Open Window"], id: "den", broker: broker.port)
    try household.show(scene: "happy", as: "1")
    // All at once from one client: 160 MB. What waits is bounded; with what the allocator keeps it may come to some 20 MB.
    let line = "{\"value\": 25, \"padding\": \"\(String(repeating: "x", count: Self.payload))\"}\n"
    let flood = try household.folder.write(
      String(repeating: line, count: Self.messages).utf8, to: "flood")

    let box = try RunningHousehold(household)
    let events = try broker.run("mosquitto_sub -h BROKER -t moodbox/den/event -t moodbox/den/availability")
    try await events.lines.next { $0 == "online" }
    // Once as it will be, so that what the first look and the first answer load does not count.
    box.press(" ")
    try await events.lines.next { $0.contains("\"detected\"") }
    let before = try peak(of: box.identifier)

    let publisher = try broker.run("mosquitto_pub -h BROKER -t moodbox/den/request/volume -l < \(flood)")
    box.press(" ")
    try await events.lines.next { $0.contains("\"detected\"") }
    await publisher.output()
    let answer = try broker.run(
      "mosquitto_rr -h BROKER -q 1 -t moodbox/den/request/status -e moodbox/den/response/status -n -W 60")
    try await answer.lines.next { $0.contains("\"ok\"") }
    let growth = try peak(of: box.identifier) - before
    #expect(growth < Self.messages * Self.payload / 4, "grew by \(growth) bytes")

    box.press("q")
    #expect(try box.end() == 0)
  }
}
