import Domain

/// Why a song was chosen, in one sentence: "You look happy (93 %): bright and lively, 126 BPM in A major with high energy,
/// which suits a happy mood — and you liked three songs like it."
struct Reason: CustomStringConvertible {
  let occasion: Wish.Occasion
  let track: Track
  /// Whether it was played so lately that only want of others can explain it.
  let isStale: Bool
  /// How near it is to what was looked for.
  let cosine: Float
  /// Whether the target is the one that ``MoodTarget/purpose(for:)`` speaks of.
  let isStandard: Bool
  /// The step of a way, of how many, and where it leads.
  let leads: (step: Int, steps: Int, goal: Emotion)?
  let liked: (songs: Int, itself: Bool)?

  /// Below this a song is called the nearest there is, and not a match.
  private static let match: Float = 0.85

  var description: String { "\(opening): \(sound)\(purpose)\(memory)." }

  private var opening: String {
    switch occasion {
    case .seen(let mood): "You look \(mood.emotion.name) (\(Int((mood.confidence * 100).rounded())) %)"
    case .asked(let mood): "You asked for \(mood.emotion.name)"
    case .none: "Part of the default mix"
    }
  }

  private var sound: String {
    guard let features = track.features else {
      return "nobody has listened to this song yet" + (track.mood == nil ? ", and nothing that fits is left" : "")
    }
    return "\(SongDescription(features: features))"
  }

  private var purpose: String {
    guard let mood = occasion.mood else { return isStale ? ", played lately, but nothing else is left" : "" }
    if isStale { return ", played lately, but nothing else is left" }
    if track.mood == mood.emotion, leads == nil { return ", and you said that it is for a mood like this" }
    guard track.features != nil else { return "" }
    if let leads { return ", step \(leads.step) of \(leads.steps) on the way to \(leads.goal.name)" }
    if cosine < Self.match { return ", the nearest to it that is left" }
    return isStandard ? ", \(MoodTarget.purpose(for: mood.emotion))" : ""
  }

  private var memory: String {
    guard let liked else { return "" }
    if liked.itself { return " — and you liked it" }
    switch liked.songs {
    case 0: return ""
    case 1: return " — and you liked a song like it"
    case 2...9: return " — and you liked \(Self.numbers[liked.songs - 2]) songs like it"
    default: return " — and you liked \(liked.songs) songs like it"
    }
  }

  private static let numbers = ["two", "three", "four", "five", "six", "seven", "eight", "nine"]
}
