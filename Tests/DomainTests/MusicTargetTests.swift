import Domain
import Testing

@Suite("The music that a mood asks for")
struct MusicTargetTests {
  @Test("reads back what it writes", arguments: Emotion.allCases)
  func roundTrip(emotion: Emotion) {
    var target = MusicTargets.standard[.neutral]
    #expect(target.read(MusicTargets.standard[emotion].description) == nil)
    #expect(target == MusicTargets.standard[emotion])
  }

  @Test("keeps what a text does not mention, and everything when a text is wrong")
  func partial() {
    var target = MusicTargets.standard[.happy]
    #expect(target.read("tempo 140, genres none") == nil)
    #expect(target.tempo == 140 && target.genres.isEmpty && target.valence == MusicTargets.standard[.happy].valence)
    let before = target
    #expect(target.read("valence 0.1, tempo fast") == "tempo fast is not a number in 30.0…300.0")
    #expect(target == before)
  }

  @Test(
    "says what is wrong",
    arguments: [
      ("valence 2", "valence 2 is not a number in 0.0…1.0"), ("energy nan", "energy nan is not a number in 0.0…1.0"),
      ("mode dorian", "mode dorian is none of minor, either, major"), ("", "\"\" is not a name and a value"),
      ("tempo", "\"tempo\" is not a name and a value"),
      ("pace 1", "there is no pace; known are: valence, arousal, tempo, energy, acousticness, loudness, mode, genres"),
    ])
  func refuses(text: String, problem: String) {
    var target = MusicTargets.standard[.sad]
    #expect(target.read(text) == problem)
    #expect(target.read("genres polka")?.hasPrefix("there is no genre polka; known are: other, pop") == true)
  }

  @Test(
    "knows the family of a genre by the last word that names one",
    arguments: [
      ("Indie Rock", GenreFamily.rock), ("Death Metal", .metal), ("Trip Hop", .electronic), ("Hip-Hop", .hipHop),
      ("Acid Jazz", .jazz), ("Original Game Soundtrack", .soundtrack), ("K-Pop", .pop), ("R&B/Soul", .soul),
      ("", .other), ("Classic Rock", .rock), ("Classic Soul", .soul), ("Classic", .classical),
      ("Neoclassical", .classical),
      ("Piano Rock", .rock), ("Solo Piano", .classical), ("Hardcore Hip-Hop", .hipHop),
      ("Hardcore Techno", .electronic),
      ("Chamber Pop", .pop), ("Jazz Rap", .hipHop), ("Folk Metal", .metal), ("Synthpop", .pop),
      ("Drum & Bass", .electronic),
      ("Dancehall", .reggae), ("Ska Punk", .rock), ("Alaska", .other), ("Rhythm and Blues", .soul), ("Blues", .blues),
      ("New Age", .ambient), ("Indie/Alternative", .rock), ("Film Music", .soundtrack),
    ])
  func families(tag: String, family: GenreFamily) { #expect(GenreFamily(tag: tag) == family) }
}
