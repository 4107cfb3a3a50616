import Appliance
import Devices
import Domain
import FoundationEssentials
import Hub
import SimulatedDevices
import Testing

@Suite("A flood from the network", .timeLimit(.minutes(1)))
struct FloodTests {
  @Test("is answered to the last message, and the button is served in the middle of it")
  func button() async throws {
    try await withBox { box in
      let broker = RecordingBroker()
      let machine = HubMachine(
        topics: Topics(BoxID("den")!), info: BoxInfo(version: "1", board: "desk", networks: [], songs: 0))
      let door = HubDoor(
        broker: broker, machine: machine, dispatcher: Dispatcher(handler: box.runtime),
        settle: { throw CancellationError() })
      let bulletins = await box.runtime.bulletins()
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await door.run(bulletins) }
        var published = broker.published.makeAsyncIterator()
        _ = await published.next()
        let payloads = ["{\"value\":10}", "{\"on\":true}", "", "x", String(repeating: "[", count: 20_000)]
        let verbs = ["volume", "mute", "next", "status", "dance"]
        func pour(_ count: Int, from first: Int) {
          for number in first..<first + count {
            let verb = verbs[number % verbs.count]
            broker.deliver(
              BrokerMessage(topic: "moodbox/den/request/\(verb)", payload: Array(payloads[number / 7 % 5].utf8)))
            broker.deliver(BrokerMessage(topic: "moodbox/den/mute/set", payload: Array("off".utf8)))
          }
        }
        pour(2500, from: 0)
        box.button.press(at: .seconds(10))
        pour(2500, from: 2500)
        // The look goes on meanwhile, and the songs for its mood play.
        await box.clock.fire(.milliseconds(350))
        #expect(await box.events(until: "detected").last?.type == "detected")
        var answers = 0
        while answers < 5000, let message = await published.next() {
          if message.topic.hasPrefix("moodbox/den/response/") { answers += 1 }
        }
        #expect(answers == 5000)
        group.cancelAll()
      }
    }
  }
}
