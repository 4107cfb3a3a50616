/// The music that each emotion asks for.
///
/// | emotion | valence | arousal | tempo | energy | acoustic | loudness | mode | to |
/// |---|---|---|---|---|---|---|---|---|
/// | angry | 0.60 | 0.30 | 80 | 0.30 | 0.50 | −17 | major | settle |
/// | disgust | 0.80 | 0.46 | 106 | 0.45 | 0.40 | −14 | major | distract kindly |
/// | fear | 0.50 | 0.10 | 62 | 0.10 | 0.80 | −23 | major | reassure |
/// | happy | 0.85 | 0.68 | 128 | 0.70 | 0.15 | −9 | major | match |
/// | sad | 0.28 | 0.40 | 100 | 0.32 | 0.50 | −10 | minor | match |
/// | surprise | 0.50 | 0.86 | 145 | 0.92 | 0.05 | −5 | either | match |
/// | neutral | 0.20 | 0.30 | 90 | 0.30 | 0.80 | −20 | either | stay out of the way |
///
/// Where they come from:
/// - Valence and arousal place an emotion on the plane of affect (Russell 1980; for music Thayer, The Biopsychology of Mood
///   and Arousal, 1989).
/// - Fast tempo, major mode and loudness express happiness; slow tempo, minor mode and softness sadness (Juslin and
///   Laukka, Psychological Bulletin 129, 2003; Gabrielsson and Lindström in the Handbook of Music and Emotion, 2010;
///   Eerola, Friberg and Bresin, Frontiers in Psychology 4, 2013, who weigh the cues: mode first, then tempo).
/// - Happy, sad, neutral and surprise are matched, as people choose for themselves (for sadness: van den Tol and Edwards,
///   Psychology of Music 41, 2013). For anger, fear and disgust more of the same does no good: venting feeds anger
///   (Bushman, Personality and Social Psychology Bulletin 28, 2002), while slow and soft music lowers arousal (Bernardi,
///   Porta and Sleight, Heart 92, 2006). The box answers those with music that leads away from them.
///
/// The figures of the four that are matched were tuned by hand on one half of the artists of a set of songs that people
/// labelled (`moodbox recommend evaluate`), and stand rounded; those of the other three, and the genres, are a decision.
package struct MusicTargets: Equatable, Sendable {
  private var targets: [MusicTarget]

  package subscript(emotion: Emotion) -> MusicTarget {
    get { targets[emotion.rawValue] }
    set { targets[emotion.rawValue] = newValue }
  }

  package static let standard = MusicTargets(targets: Emotion.allCases.map(Self.target))

  private static func target(_ emotion: Emotion) -> MusicTarget {
    switch emotion {
    case .angry:
      MusicTarget(
        valence: 0.60, arousal: 0.30, tempo: 80, energy: 0.30, acousticness: 0.50, loudness: -17, mode: .major,
        genres: [.ambient, .classical, .folk])
    case .disgust:
      MusicTarget(
        valence: 0.80, arousal: 0.46, tempo: 106, energy: 0.45, acousticness: 0.40, loudness: -14, mode: .major,
        genres: [.soul, .jazz, .folk])
    case .fear:
      MusicTarget(
        valence: 0.50, arousal: 0.10, tempo: 62, energy: 0.10, acousticness: 0.80, loudness: -23, mode: .major,
        genres: [.ambient, .classical])
    case .happy:
      MusicTarget(
        valence: 0.85, arousal: 0.68, tempo: 128, energy: 0.70, acousticness: 0.15, loudness: -9, mode: .major,
        genres: [.pop, .soul, .latin])
    case .sad:
      MusicTarget(
        valence: 0.28, arousal: 0.40, tempo: 100, energy: 0.32, acousticness: 0.50, loudness: -10, mode: .minor,
        genres: [.folk, .blues])
    case .surprise:
      MusicTarget(
        valence: 0.50, arousal: 0.86, tempo: 145, energy: 0.92, acousticness: 0.05, loudness: -5, mode: .either,
        genres: [.electronic, .rock])
    case .neutral:
      MusicTarget(
        valence: 0.20, arousal: 0.30, tempo: 90, energy: 0.30, acousticness: 0.80, loudness: -20, mode: .either,
        genres: [.ambient, .classical, .jazz])
    }
  }
}
