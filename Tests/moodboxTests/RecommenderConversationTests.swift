import Hub
import Testing

@testable import moodbox

@Suite("A conversation with the recommender")
struct RecommenderConversationTests {
  private var conversation = RecommenderConversation(tracks: [], targets: .standard, seed: 1)

  init() {
    _ = ask(
      """
      {"do":"library","songs":[
        {"id":1,"artist":"A","genre":"pop","tempo":126,"energy":0.75,"valence":0.85,"loudness":-9},
        {"id":2,"artist":"B","tempo":90,"energy":0.3,"valence":0.25,"loudness":-11,"mode":"minor"}]}
      """)
  }

  private mutating func ask(_ line: String) -> JSONValue {
    (try? JSONValue(parsing: conversation.answer(Array(line.utf8)), limit: 100_000)) ?? .null
  }

  private mutating func songs(_ line: String) -> [Double] {
    ask(line)["songs"]?.array?.compactMap { $0["id"]?.number } ?? []
  }

  @Test("recommends by a mood, or by all its probabilities")
  mutating func recommends() {
    #expect(songs(#"{"do":"recommend","mood":"happy","count":1}"#) == [1])
    #expect(songs(#"{"do":"recommend","scores":{"sad":0.8,"happy":0.2},"count":1}"#) == [2])
    #expect(songs(#"{"do":"recommend","mood":"sad"}"#) == [2, 1])
  }

  @Test("learns from feedback, and forgets for a new listener")
  mutating func learns() {
    for round in 1...12 {
      #expect(
        ask(#"{"do":"feedback","id":1,"kind":"liked","mood":"sad"}"#) == ["feedbacks": .number(Double(2 * round - 1))])
      _ = ask(#"{"do":"feedback","id":2,"kind":"skipped","heard":0.05,"mood":"sad"}"#)
    }
    let wish = #"{"do":"recommend","mood":"sad","count":1,"explore":false,"time":1000000}"#
    #expect(songs(wish) == [1])
    #expect(songs(wish.replacing("\"count\"", with: "\"personal\":false,\"count\"")) == [2])
    #expect(ask(#"{"do":"listener"}"#) == ["feedbacks": 0])
    #expect(songs(wish) == [2])
  }

  @Test(
    "says what is wrong with a line, and goes on",
    arguments: [
      ("", "not JSON"), ("{}", "\"do\" must be"), (#"{"do":"recommend"}"#, "\"mood\" must be one of"),
      (#"{"do":"recommend","scores":{"bored":1}}"#, "there is no emotion bored"),
      (#"{"do":"recommend","mood":"sad","count":0}"#, "\"count\" must be 1…1000"),
      (#"{"do":"recommend","mood":"sad","policy":"rise"}"#, "\"policy\" must be match"),
      (#"{"do":"feedback","id":9,"kind":"liked","mood":"sad"}"#, "\"id\" must be a song's"),
      (#"{"do":"feedback","id":1,"kind":"loved","mood":"sad"}"#, "\"kind\" must be liked"),
      (#"{"do":"library","songs":[{"id":1}]}"#, "a song's \"tempo\" must be a number"),
      (#"{"do":"library","generate":0}"#, "\"generate\" must be"), (#"{"do":"listener","time":"now"}"#, "\"time\""),
    ])
  mutating func refuses(line: String, words: String) {
    #expect(ask(line)["error"]?.string?.contains(words) == true)
    #expect(songs(#"{"do":"recommend","mood":"happy","count":1}"#) == [1])
  }
}
