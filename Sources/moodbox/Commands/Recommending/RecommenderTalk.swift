import Glibc
import Music
import Settings
import System

/// `recommend converse`
struct RecommenderTalk: RecommendAction {
  private let songs: Int?
  private let seed: Int
  private let settings: Settings

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, valued: ["songs", "seed", "settings"])
    try arguments.expectOperands(0...0, named: "nothing more")
    songs = try arguments.whole("songs", in: 1...10_000_000)
    seed = try arguments.whole("seed", in: 0...Int.max) ?? 1
    settings = try SettingsFile.settings(at: arguments.value("settings"))
  }

  func run() throws {
    let tracks = songs.map { GeneratedSongs.tracks($0, seed: UInt64(seed)) } ?? []
    var conversation = RecommenderConversation(tracks: tracks, targets: settings.targets, seed: UInt64(seed))
    var lines = LineReader(STDIN_FILENO, limit: RecommenderConversation.sizeLimit)
    while let line = try lines.next() {
      if line.isEmpty { continue }
      Terminal.write(String(decoding: conversation.answer(line), as: UTF8.self) + "\n", to: STDOUT_FILENO)
    }
  }
}
