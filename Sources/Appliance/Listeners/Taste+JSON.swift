import Domain
import Hub
import Music

extension Taste {
  /// For people: for each emotion, what is added to its target, coordinate by coordinate, and for each genre that was heard of.
  var json: JSONValue {
    var moods: [String: JSONValue] = [:]
    for emotion in Emotion.allCases {
      let shift = shift(for: emotion).map { ($0.name, JSONValue.rounded($0.value)) }
      moods[emotion.name] = .object(Dictionary(uniqueKeysWithValues: shift))
    }
    let genres = genres.map { ($0.genre.name, JSONValue.rounded($0.value)) }
    return [
      "feedbacks": .number(Double(feedbacks)), "moods": .object(moods),
      "genres": .object(Dictionary(uniqueKeysWithValues: genres)),
    ]
  }
}
