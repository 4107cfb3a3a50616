import Domain

/// `recommend (--mood M | --image FILE)`, and `recommend evaluate|simulate|bench|converse`
struct RecommendCommand: Command {
  static let name = "recommend"
  static let summary = "say which songs fit a mood or a face, and why"
  static let help = """
    Usage: moodbox recommend --mood EMOTION [--count N] [--policy POLICY] [--json]
           moodbox recommend --image FILE [--count N] [--policy POLICY] [--json]

           moodbox recommend evaluate --data FILE [--top N] [--json]
           moodbox recommend simulate [--listeners N] [--songs N] [--seed S] [--report DIR] [--json]
           moodbox recommend bench [--songs N] [--runs N]
           moodbox recommend converse [--songs N] [--seed S]

    Ranks the songs of the library for an emotion, or for the nearest face in a picture, and gives the reason for each.
    Nothing is played.

    evaluate measures, on songs that people labelled Happy, Sad, Calm or Energetic (CSV with artist, tempo, energy, valence,
      loudness, mood, and perhaps acousticness), how many of the best for a mood carry its label: of half of the artists,
      while targets were tuned on the other, beside a plain cosine and songs drawn by lot.
    simulate lets listeners with hidden tastes, every fourth contrary, react to what is recommended, and says how many songs
      they accept after so many reactions; with --report also as a picture.
    bench times a list of ten out of N generated songs (100000), one figure a line: "name value unit".
    converse reads lines of JSON and answers each with one, for simulated listeners of your own:
      {"do":"library","songs":[{"id":1,"tempo":120,"energy":0.8,"valence":0.7,"loudness":-9,"genre":"pop"}]}
      {"do":"listener"}                                begins with somebody of whom nothing is known
      {"do":"recommend","mood":"sad","count":10}       or "scores":{"sad":0.8,"neutral":0.2}; "personal", "explore": false
      {"do":"feedback","id":1,"kind":"skipped","heard":0.1,"mood":"sad"}   or liked, disliked, finished; "time" in seconds


      --mood EMOTION   one of \(Emotion.allCases.map(\.name).joined(separator: ", "))
      --image FILE     a JPEG or PNG picture
      --count N        how many songs, 1…100 (10)
      --policy POLICY  \(MusicPolicy.allCases.map(\.rawValue).joined(separator: ", ")); instead of the setting music.policy
      --models DIR     folder of the networks
      --json           print a JSON array
      --settings FILE  instead of \(SettingsFile.standard)

    Example:
      moodbox recommend --mood happy --count 3
    """

  private let action: any RecommendAction

  init(_ words: [String]) throws {
    let rest = words.dropFirst()
    switch words.first {
    case "evaluate": action = try RecommenderMeasurement(rest)
    case "simulate": action = try RecommenderSimulation(rest)
    case "bench": action = try RecommenderBenchmark(rest)
    case "converse": action = try RecommenderTalk(rest)
    default: action = try SongRanking(words)
    }
  }

  func run() async throws { try await action.run() }
}
