import Domain
import Hub
import Library
import Mood
import Music
import Pictures
import Settings
import Vision

/// Songs of the library for an emotion or a face.
struct SongRanking: RecommendAction {
  private enum Source {
    case emotion(Emotion)
    case image(String)
  }

  private let source: Source
  private let count: Int
  private let json: Bool
  private let settings: Settings

  init(_ words: [String]) throws {
    let arguments = try Arguments(
      words, flags: ["json"], valued: ["mood", "image", "count", "policy", "models", "settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    switch (arguments.value("mood"), arguments.value("image")) {
    case (let word?, nil):
      guard let emotion = Emotion(name: word) else {
        let known = Emotion.allCases.map(\.name).joined(separator: ", ")
        throw UsageError("--mood: \"\(word)\" is none of \(known)")
      }
      source = .emotion(emotion)
    case (nil, let file?): source = .image(file)
    default: throw UsageError("give either --mood or --image")
    }
    count = try arguments.whole("count", in: Request.countRange) ?? 10
    json = arguments.has("json")
    var settings = try SettingsFile.settings(at: arguments.value("settings"))
    settings.models = arguments.value("models") ?? settings.models
    if let word = arguments.value("policy") {
      guard let policy = MusicPolicy(rawValue: word) else {
        throw UsageError(
          "--policy: \"\(word)\" is none of \(MusicPolicy.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      settings.music.policy = policy
    }
    self.settings = settings
  }

  func run() async throws {
    let recommender = Recommender(tracks: try await Songs.catalog(settings).tracks(), targets: settings.targets)
    let occasion: Wish.Occasion =
      switch source {
      case .emotion(let emotion): .asked(Mood(certainly: emotion))
      case .image(let file): .seen(try mood(in: file))
      }
    var wish = Wish(occasion, count: count)
    wish.policy = settings.music.policy
    wish.goal = settings.music.liftTo
    let picks = recommender.recommendations(for: wish)
    if picks.isEmpty {
      throw Failure("the library is empty: put songs into \(settings.music.folder) and run moodbox catalog scan")
    }
    if json {
      Terminal.print(JSONValue.array(picks.map(\.json)).text)
      return
    }
    for (place, pick) in picks.enumerated() {
      let artist = pick.track.artist.isEmpty ? "" : " by \(pick.track.artist)"
      Terminal.print("\(padded("\(place + 1)", 3))  \(pick.track.title)\(artist)")
      Terminal.print("     \(pick.reason)")
    }
  }

  private func mood(in file: String) throws -> Mood {
    let networks = Networks(folder: settings.models)
    let photograph = try Photograph(at: file)
    let finder = try networks.faceFinder(sensitivity: settings.vision.sensitivity)
    guard let face = finder.nearestFace(in: photograph.frame) else { throw Failure("\(file): no face was found") }
    return Mood(try networks.emotionReader().scores(of: face, in: photograph.frame))
  }
}
