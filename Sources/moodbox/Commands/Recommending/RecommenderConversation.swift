import Domain
import Hub
import Mood
import Music

/// A recommender and one listener whom it gets to know, as a conversation of JSON lines: what `recommend converse` speaks.
///
/// | line in | line out |
/// |---|---|
/// | `{"do":"library","songs":[SONG…]}`, or `{"do":"library","generate":N,"seed":S}` | `{"songs":N}` |
/// | `{"do":"listener"}`: another one, of whom nothing is known | `{"feedbacks":0}` |
/// | `{"do":"recommend","mood":EMOTION}`, or with `"scores":{EMOTION:p…}` | `{"songs":[{"id","score","because"}…]}` |
/// | `{"do":"feedback","id":ID,"kind":KIND,"mood":EMOTION}`, or with `scores` | `{"feedbacks":N}` |
/// | anything else | `{"error":"…"}` |
///
/// A SONG has id (1…), tempo (BPM), energy and valence (0…1), loudness (LUFS), and may have title, artist, genre, key (0…11)
/// and mode (major, minor). KIND is liked, disliked, skipped or finished; with skipped, `heard` says how much of the song
/// was heard, 0…1. To recommend, `count` (10), `policy` (match), `personal` (true: use what was learnt) and `explore` (true:
/// also try what is uncertain) may be set, and `seed`, which otherwise counts up. `time`, in seconds, moves the clock: songs with feedback were played then.
struct RecommenderConversation {
  /// Of a line, in bytes: a million songs.
  static let sizeLimit = 256 << 20

  private let targets: MusicTargets
  private var tracks: [Int64: Track] = [:]
  private var recommender: Recommender
  private var taste: Taste
  private var plays: [Int64: Double] = [:]
  private var time = 0.0
  private var seed: UInt64

  /// - Parameter seed: decides all that is left to chance.
  init(tracks: [Track], targets: MusicTargets, seed: UInt64) {
    self.targets = targets
    self.seed = seed
    taste = Taste(targets: targets)
    recommender = Recommender(tracks: [], targets: targets)
    use(tracks)
  }

  mutating func answer(_ line: [UInt8]) -> [UInt8] {
    do {
      return try answer(JSONValue(parsing: line, limit: Self.sizeLimit)).bytes
    } catch {
      return (["error": .string("\(error)")] as JSONValue).bytes
    }
  }

  private mutating func answer(_ line: JSONValue) throws -> JSONValue {
    if let now = line["time"] {
      guard let now = now.number, now.isFinite else { throw Failure("\"time\" must be seconds") }
      time = now
    }
    switch line["do"]?.string {
    case "library": return try library(line)
    case "listener":
      taste = Taste(targets: targets)
      plays = [:]
      return ["feedbacks": 0]
    case "recommend": return try recommend(line)
    case "feedback": return try learn(line)
    default: throw Failure("\"do\" must be library, listener, recommend or feedback")
    }
  }

  private mutating func library(_ line: JSONValue) throws -> JSONValue {
    if let count = line["generate"]?.number.flatMap({ Int(exactly: $0) }) {
      guard (1...10_000_000).contains(count) else { throw Failure("\"generate\" must be 1…10000000") }
      let seed = line["seed"]?.number.flatMap { UInt64(exactly: $0) } ?? 1
      use(GeneratedSongs.tracks(count, seed: seed))
    } else {
      guard let songs = line["songs"]?.array else { throw Failure("a library has \"songs\", or is to \"generate\"") }
      use(try songs.map(Self.track))
    }
    return ["songs": .number(Double(tracks.count))]
  }

  private mutating func use(_ songs: [Track]) {
    tracks = Dictionary(songs.map { ($0.id, $0) }) { first, _ in first }
    recommender = Recommender(tracks: songs, targets: targets)
    plays = [:]
  }

  private mutating func recommend(_ line: JSONValue) throws -> JSONValue {
    let scores = try Self.scores(line)
    let count = line["count"].map { $0.number.flatMap { Int(exactly: $0) } ?? 0 } ?? 10
    guard (1...1000).contains(count) else { throw Failure("\"count\" must be 1…1000") }
    var wish = Wish(.seen(Mood(scores)), count: count)
    if let word = line["policy"] {
      guard let policy = word.string.flatMap({ MusicPolicy(rawValue: $0) }) else {
        throw Failure("\"policy\" must be \(MusicPolicy.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      wish.policy = policy
    }
    wish.taste = line["personal"]?.bool == false ? nil : taste
    wish.explores = line["explore"]?.bool ?? true
    wish.plays = plays.map { PastPlay(track: $0.key, age: .seconds(max(0, time - $0.value))) }
    if let seed = line["seed"]?.number.flatMap({ UInt64(exactly: $0) }) {
      wish.seed = seed
    } else {
      wish.seed = seed
      seed &+= 1
    }
    let songs = recommender.recommendations(for: wish).map { pick -> JSONValue in
      [
        "id": .number(Double(pick.track.id)), "score": .rounded(pick.score), "because": .string(pick.reason),
      ]
    }
    return ["songs": .array(songs)]
  }

  private mutating func learn(_ line: JSONValue) throws -> JSONValue {
    guard let track = line["id"]?.number.flatMap({ Int64(exactly: $0) }).flatMap({ tracks[$0] }) else {
      throw Failure("\"id\" must be a song's")
    }
    guard let kind = line["kind"]?.string.flatMap({ Feedback.Kind(rawValue: $0) }) else {
      throw Failure("\"kind\" must be \(Feedback.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let heard = line["heard"]?.number ?? (kind == .skipped ? 0 : 1)
    taste.learn(
      Feedback(
        kind, heard: Float(heard), track: track.id, features: track.features, genre: track.genre,
        mood: try Self.scores(line), time: time))
    plays[track.id] = time
    return ["feedbacks": .number(Double(taste.feedbacks))]
  }

  private static func scores(_ line: JSONValue) throws(Failure) -> EmotionScores {
    if case .object(let scores)? = line["scores"] {
      if let unknown = scores.keys.first(where: { Emotion(name: $0) == nil }) {
        throw Failure("\"scores\": there is no emotion \(unknown)")
      }
      return EmotionScores(weights: Emotion.allCases.map { Float(scores[$0.name]?.number ?? 0) })
    }
    guard let emotion = line["mood"]?.string.flatMap({ Emotion(name: $0) }) else {
      throw Failure(
        "\"mood\" must be one of \(Emotion.allCases.map(\.name).joined(separator: ", ")), or \"scores\" be there")
    }
    return Mood(certainly: emotion).scores
  }

  private static func track(_ song: JSONValue) throws(Failure) -> Track {
    func number(_ key: String, _ range: ClosedRange<Double>) throws(Failure) -> Float {
      guard let number = song[key]?.number, range.contains(number) else {
        throw Failure("a song's \"\(key)\" must be a number in \(range.lowerBound)…\(range.upperBound): \(song.text)")
      }
      return Float(number)
    }
    guard let id = song["id"]?.number.flatMap({ Int64(exactly: $0) }), id > 0 else {
      throw Failure("a song's \"id\" must be a whole number above 0")
    }
    let features = AudioFeatures(
      tempo: try number("tempo", 1...1000), energy: try number("energy", 0...1), valence: try number("valence", 0...1),
      key: song["key"].map { Int($0.number ?? 0) } ?? 0, mode: song["mode"]?.string == "minor" ? .minor : .major,
      loudness: try number("loudness", -100...20))
    return Track(
      id: id, path: "\(id)", title: song["title"]?.string ?? "\(id)", artist: song["artist"]?.string ?? "",
      genre: song["genre"]?.string ?? "", duration: .seconds(200), features: features)
  }
}
