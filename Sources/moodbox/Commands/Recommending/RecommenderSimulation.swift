import Domain
import FoundationEssentials
import Glibc
import Hub
import Music
import System

/// `recommend simulate`
///
/// Listeners with hidden tastes, who talk with the recommender through nothing but `recommend converse`, another process.
struct RecommenderSimulation: RecommendAction {
  private let listeners: Int
  private let songs: Int
  private let seed: Int
  private let report: String?
  private let json: Bool

  /// Feedbacks after which the listener is asked about lists of ten in every mood.
  private static let checks = [0, 5, 10, 20, 35, 50, 75, 100, 150, 200]
  /// Every fourth listener is contrary.
  private static let contraryOf = 4

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, flags: ["json"], valued: ["listeners", "songs", "seed", "report"])
    try arguments.expectOperands(0...0, named: "nothing more")
    listeners = try arguments.whole("listeners", in: 1...10_000) ?? 40
    songs = try arguments.whole("songs", in: 100...1_000_000) ?? 5000
    seed = try arguments.whole("seed", in: 0...1_000_000) ?? 1
    report = arguments.value("report")
    json = arguments.has("json")
  }

  /// What became of one listener: shares of songs that were accepted, by check.
  struct Course {
    let isContrary: Bool
    var personal: [Double] = []
    var rules: [Double] = []
  }

  func run() throws {
    let library = GeneratedSongs.tracks(songs, seed: UInt64(seed))
    let recommender = try RecommenderProcess.start(songs: songs, seed: seed)
    var courses: [Course] = []
    for number in 0..<listeners {
      Terminal.progress("listener \(number + 1) of \(listeners)")
      courses.append(try course(number, library, recommender))
    }
    Terminal.progress(nil)
    tell(courses)
    if let report { try draw(courses, to: report) }
  }

  private func course(_ number: Int, _ library: [Track], _ recommender: RecommenderProcess) throws -> Course {
    var course = Course(isContrary: number % Self.contraryOf == Self.contraryOf - 1)
    var chance = SplitMix64(seed: UInt64(seed) &* 1_000_003 &+ UInt64(number))
    var listener = SimulatedListener(
      seed: UInt64(seed) &* 7919 &+ UInt64(number), contrary: course.isContrary, library: library)
    _ = try recommender.ask(["do": "listener"])
    for step in 0...Self.checks.last! {
      let time = JSONValue.number(Double(step) * 240)
      if Self.checks.contains(step) {
        for isPersonal in [true, false] {
          var accepted = 0
          for emotion in Emotion.allCases {
            let picks = try recommender.songs([
              "do": "recommend", "mood": .string(emotion.name), "personal": .bool(isPersonal), "explore": false,
              "seed": .number(Double(step)),
              "time": time,
            ])
            accepted += picks.count { listener.accepts(library[$0 - 1], in: emotion) }
          }
          let share = Double(accepted) / Double(10 * Emotion.allCases.count)
          if isPersonal { course.personal.append(share) } else { course.rules.append(share) }
        }
      }
      let emotion = Emotion.allCases.randomElement(using: &chance)!
      // Faces are never read for certain.
      let sureness = Double.random(in: 0.6...0.98, using: &chance)
      let rest = (1 - sureness) / Double(Emotion.allCases.count - 1)
      let scores = Dictionary(
        uniqueKeysWithValues: Emotion.allCases.map { ($0.name, JSONValue.number($0 == emotion ? sureness : rest)) })
      let picks = try recommender.songs([
        "do": "recommend", "scores": .object(scores), "count": 1, "time": time,
      ])
      guard let pick = picks.first else { throw Failure("the recommender gave no song") }
      let reaction = listener.reaction(to: library[pick - 1], in: emotion)
      _ = try recommender.ask([
        "do": "feedback", "id": .number(Double(pick)), "kind": .string(reaction.kind.rawValue),
        "heard": .number(Double(reaction.heard)), "scores": .object(scores), "time": time,
      ])
    }
    return course
  }

  // MARK: - Telling

  private static func mean(_ courses: [Course], _ shares: (Course) -> [Double], _ check: Int) -> Double {
    courses.reduce(0) { $0 + shares($1)[check] } / Double(max(1, courses.count))
  }

  private func groups(_ courses: [Course]) -> [(name: String, courses: [Course])] {
    let all: [(name: String, courses: [Course])] = [
      ("all", courses), ("usual", courses.filter { !$0.isContrary }), ("contrary", courses.filter(\.isContrary)),
    ]
    return all.filter { !$0.courses.isEmpty }
  }

  private func tell(_ courses: [Course]) {
    if json {
      var members: [String: JSONValue] = [
        "listeners": .number(Double(listeners)), "songs": .number(Double(songs)), "seed": .number(Double(seed)),
        "feedbacks": .array(Self.checks.map { .number(Double($0)) }),
      ]
      for group in groups(courses) {
        func shares(_ of: (Course) -> [Double]) -> JSONValue {
          .array(Self.checks.indices.map { .rounded(Float(Self.mean(group.courses, of, $0))) })
        }
        members[group.name] = ["personal": shares { $0.personal }, "rules": shares { $0.rules }]
      }
      Terminal.print(JSONValue.object(members).text)
      return
    }
    Terminal.print(
      "\(listeners) listeners, every fourth contrary; \(songs) songs, of which one in eight would be accepted by lot.")
    Terminal.print("Share of a list of ten that is accepted, in percent, after so many feedbacks:")
    Terminal.print("                    " + Self.checks.map { padded("\($0)", 6) }.joined())
    for group in groups(courses) {
      for (name, shares) in [("rules", { (course: Course) in course.rules }), ("personal", { $0.personal })] {
        let figures = Self.checks.indices.map { Self.mean(group.courses, shares, $0) * 100 }
        Terminal.print(
          "  \(padded(group.name, -9)) \(padded(name, -8))" + figures.map { padded(decimal($0, 1), 6) }.joined())
      }
    }
  }

  private func draw(_ courses: [Course], to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var chart = Chart(
      title: "Songs accepted by simulated listeners: learnt (strong), by rules alone (pale)", across: "feedbacks",
      up: "share", widest: Double(Self.checks.last!), highest: 1)
    for group in groups(courses) {
      func points(_ shares: (Course) -> [Double]) -> [(Double, Double)] {
        Self.checks.indices.map { (Double(Self.checks[$0]), Self.mean(group.courses, shares, $0)) }
      }
      let rules = points { $0.rules }
      let personal = points { $0.personal }
      chart.line(rules, colour: Drawing.pale)
      chart.line(personal, colour: Drawing.strong)
      chart.label(group.name, at: personal[personal.count / 2])
    }
    try OutputFile.write(Array(chart.drawing.svg.utf8), to: "\(folder)/recommender-learning.svg")
  }
}
