import Domain
import Testing

@testable import Hub

@Suite("Requests")
struct RequestTests {
  static let all: [Request] = [
    .status, .look, .play(nil), .play(.happy), .next, .previous, .pause, .resume, .stop, .seek(.zero),
    .seek(.milliseconds(83_250)), .volume(0), .volume(100), .mute(true), .mute(false), .privacy(true), .privacy(false),
    .watching(true), .watching(false), .recommend(.sad, count: 1), .recommend(.fear, count: 100), .health, .scan,
    .like, .dislike, .policy(.lift), .policy(.match), .listener(nil), .listener("Ada"), .listeners(.list),
    .listeners(.create("Ada")), .listeners(.learning("Ada", true)), .listeners(.export("Ada")),
    .listeners(.forget("Ada")),
    .catalog(.statistics), .catalog(.songs(after: 7, count: 1000)), .catalog(.progress), .catalog(.check),
    .catalog(.set([CatalogRequest.Change(id: 3, values: ["title": "x", "energy": "0.5"])])), .catalog(.add(["a/b"])),
    .catalog(.remove([1, 2])), .catalog(.analyse(again: true)),
  ]

  @Test("are read as they were written", arguments: all)
  func roundTrip(request: Request) throws {
    #expect(try Request(verb: request.verb.rawValue, arguments: request.arguments) == request)
  }

  @Test("are there for every verb")
  func everyVerb() {
    #expect(Set(Self.all.map(\.verb)) == Set(Verb.allCases))
  }

  @Test("recommend ten when not told how many")
  func defaultCount() throws {
    #expect(try Request(verb: "recommend", arguments: ["emotion": "happy"]) == .recommend(.happy, count: 10))
  }

  @Test(
    "are refused with the key, what it may be, and what it was",
    arguments: [
      ("volume", ["value": 140], "volume: \"value\" must be a whole number from 0 to 100, not 140"),
      ("volume", ["value": -1], "volume: \"value\" must be a whole number from 0 to 100, not -1"),
      ("volume", ["value": 40.5], "volume: \"value\" must be a whole number from 0 to 100, not 40.5"),
      ("volume", ["value": true], "volume: \"value\" must be a whole number from 0 to 100, not true"),
      ("volume", ["value": 1e300], "volume: \"value\" must be a whole number from 0 to 100, not 1e+300"),
      ("volume", .null, "volume: \"value\" is missing; it must be a whole number from 0 to 100"),
      ("volume", ["valu": 40, "value": 40], "volume: unknown key \"valu\"; known are: value"),
      ("volume", 40, "volume: the arguments must be an object, not 40"),
      (
        "catalog", ["action": "drop"],
        "catalog: \"action\" must be stats, list, set, add, remove, analyse, progress or check, not \"drop\""
      ),
      (
        "catalog", ["action": "remove", "ids": [1, 0]],
        "catalog: \"ids\" must be a list of at most 1000 numbers of songs, not [1,0]"
      ),
      ("look", ["now": true], "look: unknown key \"now\"; there are no arguments"),
      ("policy", ["value": "rise"], "policy: \"value\" must be one of match, lift, steady, not \"rise\""),
      ("listener", ["name": ""], "listener: \"name\" must be a name of 1 to 128 bytes, not \"\""),
      (
        "listeners", ["action": "spy"],
        "listeners: \"action\" must be one of list, create, learning, export, forget, not \"spy\""
      ),
      ("seek", ["position": -0.5], "seek: \"position\" must be seconds from 0 to 86400, not -0.5"),
      ("mute", ["on": 1], "mute: \"on\" must be true or false, not 1"),
      (
        "play", ["emotion": "contempt"],
        "play: \"emotion\" must be one of angry, disgust, fear, happy, sad, surprise, neutral, not \"contempt\""
      ),
      (
        "recommend", ["emotion": "sad", "count": 0], "recommend: \"count\" must be a whole number from 1 to 100, not 0"
      ),
      (
        "recommend", ["count": 5],
        "recommend: \"emotion\" is missing; it must be one of angry, disgust, fear, happy, sad, surprise, neutral"
      ),
    ] as [(String, JSONValue, String)])
  func refused(verb: String, arguments: JSONValue, words: String) {
    #expect(throws: RequestRefusal(words)) { try Request(verb: verb, arguments: arguments) }
  }

  @Test("with an unknown verb are told the known ones, and long nonsense is cut short")
  func unknownVerb() {
    let nonsense = String(repeating: "x", count: 10_000)
    do {
      _ = try Request(verb: nonsense)
      Issue.record("took nonsense for a request")
    } catch {
      let verbs = Verb.allCases.map(\.rawValue).joined(separator: ", ")
      #expect(error.description.hasSuffix("known are: " + verbs))
      #expect(error.description.count < 300)
    }
  }

  @Test("ask for the role that the design gives them")
  func roles() {
    #expect(
      Set(Self.all.filter { $0.role == .viewer }.map(\.verb)) == [.status, .recommend, .health, .privacy])
    #expect(
      Set(Self.all.filter { $0.role == .owner }.map(\.verb)) == [.look, .watching, .scan, .policy, .listener, .catalog])
    #expect(Set(Self.all.filter { $0.role == .resident }.map(\.verb)) == [.listeners])
    #expect(Self.all.filter { $0.role == .root } == [.privacy(false)])
  }
}
