import Domain
import Library
import Music
import Settings

/// Which songs are meant, and in which order.
struct SongSelection {
  private enum Order {
    case field(TrackField)
    case id, path, duration, added
  }

  private let text: String?
  private let artist: String?
  private let genre: String?
  private let mood: Emotion?
  private let tempo: ClosedRange<Float>?
  private let isUnanalysed: Bool
  private let order: Order?
  private let isBackwards: Bool
  private let targets: MusicTargets

  init(_ arguments: Arguments, _ settings: Settings, text: String?) throws(UsageError) {
    self.text = text?.lowercased()
    artist = arguments.value("artist")?.lowercased()
    genre = arguments.value("genre")?.lowercased()
    isUnanalysed = arguments.has("unanalysed")
    targets = settings.targets
    mood = try arguments.value("mood").map { (word) throws(UsageError) in
      guard let emotion = Emotion(name: word) else {
        let known = Emotion.allCases.map(\.name).joined(separator: ", ")
        throw UsageError("--mood: \"\(word)\" is none of \(known)")
      }
      return emotion
    }
    tempo = try arguments.value("tempo").map { (word) throws(UsageError) in
      let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Float($0) }
      guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high else {
        throw UsageError("--tempo: \"\(word)\" is not a range such as 90-120")
      }
      return low...high
    }
    let word = arguments.value("sort") ?? ""
    isBackwards = word.hasPrefix("-")
    order = try Self.order(isBackwards ? String(word.dropFirst()) : word)
  }

  private static func order(_ word: String) throws(UsageError) -> Order? {
    switch word {
    case "": return nil
    case "id": return .id
    case "path": return .path
    case "duration": return .duration
    case "added": return .added
    default:
      guard let field = TrackField(rawValue: word) else {
        let known = TrackField.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("--sort: \"\(word)\" is none of id, path, duration, added, \(known)")
      }
      return .field(field)
    }
  }

  func selected(_ songs: [SongRecord]) -> [SongRecord] {
    let chosen = songs.filter(passes)
    let sorted =
      switch order {
      case nil:
        chosen.sorted { left, right in
          [.artist, .album].lazy.map { (left.text(of: $0), right.text(of: $0)) }.first { $0 != $1 }.map { $0 < $1 }
            ?? ((left.number(of: .number) ?? 0, left.text(of: .title)) < (
              right.number(of: .number) ?? 0, right.text(of: .title)
            ))
        }
      case .id: chosen.sorted { $0.id < $1.id }
      case .path: chosen.sorted { $0.path < $1.path }
      case .duration: chosen.sorted { $0.duration < $1.duration }
      case .added: chosen.sorted { ($0.added, $0.id) < ($1.added, $1.id) }
      case .field(let field):
        // Songs of which that is not known come first, or backwards last.
        chosen.sorted { left, right in
          let (one, other) = (left.text(of: field), right.text(of: field))
          if let number = Float(one), let second = Float(other) { return number < second }
          return one.lowercased() < other.lowercased()
        }
      }
    return isBackwards ? sorted.reversed() : sorted
  }

  private func passes(_ song: SongRecord) -> Bool {
    if let text, !text.isEmpty {
      let texts = [TrackField.title, .artist, .album, .genre].map { song.text(of: $0) } + [song.path]
      guard texts.contains(where: { $0.lowercased().contains(text) }) else { return false }
    }
    if let artist, song.text(of: .artist).lowercased() != artist { return false }
    if let genre, song.text(of: .genre).lowercased() != genre { return false }
    if isUnanalysed, song.isAnalysed { return false }
    if let tempo {
      guard let number = song.number(of: .tempo), tempo.contains(number) else { return false }
    }
    guard let mood else { return true }
    // What a person said of it counts before what it sounds like.
    if let said = song.values[.mood] { return said == mood.name }
    return song.features.map { Recommender.emotion(nearest: $0, among: targets) } == mood
  }
}
