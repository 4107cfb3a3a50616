import FoundationEssentials
import Glibc
import Hub
import Testing

@Suite("catalog")
struct CatalogCommandTests {
  private func number(_ outcome: Program.Outcome, _ key: String) throws -> Double? { try outcome.json()[key]?.number }

  @Test("scans the music folder once, lists and shows what is there, and counts it")
  func scanned() async throws {
    let household = try Household(songs: ["Open Window", "Grey Sunday"])
    let first = try await household.run("catalog", "scan", "--json")
    #expect(first.code == 0, "\(first.errors)")
    #expect(try number(first, "added") == 2 && number(first, "analysed") == 2)
    #expect(try first.json()["problems"]?.array == [])
    let again = try await household.run("catalog", "analyze")
    #expect(again.code == 0 && again.output == "there was nothing to analyse\n" && again.errors.isEmpty)
    #expect(try await household.run("catalog", "scan").output == "2 unchanged\n")

    let list = try #require(try await household.run("catalog", "list", "--json").json().array)
    #expect(list.compactMap { $0["title"]?.string }.sorted() == ["Grey Sunday", "Open Window"])
    let found = try #require(try await household.run("catalog", "list", "window", "--json").json().array)
    #expect(found.count == 1)
    #expect(try #require(found[0]["features"]?["tempo"]?.number) > 100)
    let id = String(Int(try #require(found[0]["id"]?.number)))
    #expect(try await household.run("catalog", "show", id, "--json").json() == found[0])
    let shown = try await household.run("catalog", "show", id)
    #expect(shown.output.contains("title         Open Window\n") && shown.output.contains(" BPM, "))
    #expect(try await household.run("catalog", "list", "--artist", "Additive Trio").output.contains("Open Window"))
    #expect(try await household.run("catalog", "list", "--unanalysed", "--json").json().array == [])
    let nothing = try await household.run("catalog", "list", "bagpipes")
    #expect(nothing.code == 0 && nothing.output.isEmpty && nothing.errors == "moodbox: no song fits\n")

    let counts = try await household.run("catalog", "stats", "--json")
    #expect(try number(counts, "songs") == 2 && number(counts, "analysed") == 2 && number(counts, "artists") == 2)
    #expect(try await household.run("catalog", "stats").output.contains("songs       2\n"))
  }

  @Test("keeps what its owner corrects, also through a spreadsheet, and takes a wrong one not at all")
  func corrected() async throws {
    let household = try Household(songs: ["Open Window", "Grey Sunday"], seconds: 2)
    #expect(try await household.run("catalog", "scan", "--quiet").output.isEmpty)
    let set = try await household.run("catalog", "set", "1", "title=Dolmuş; \"fast\"", "energy=0.9")
    #expect(set.code == 0, "\(set.errors)")
    let shown = try await household.run("catalog", "show", "1").output
    #expect(
      shown.contains("title         Dolmuş; \"fast\"  (set by you)\n")
        && shown.contains("energy        0.90  (set by you)\n"))

    let export = try await household.run("catalog", "export")
    #expect(export.code == 0 && export.output.hasPrefix("path,title,") && export.output.contains("Dolmuş"))
    let better = export.output.replacing("Dolmuş", with: "Taksi")
    let file = try household.folder.write(better.utf8, to: "better.csv")
    let read = try await household.run("catalog", "import", file)
    #expect(read.code == 0 && read.output == "1 song changed\n", "\(read.errors)")
    #expect(try await household.run("catalog", "show", "1").output.contains("Taksi"))

    let worse = better.replacing("Taksi", with: "Metro") + "nonsense,1\r\n"
    let wrong = try household.folder.write(worse.utf8, to: "wrong.csv")
    let refused = try await household.run("catalog", "import", wrong)
    #expect(refused.code == 1 && refused.errors.contains("\(wrong):4"), "\(refused.errors)")
    #expect(refused.output == "1 song changed\n", "the other lines count")
    #expect(try await household.run("catalog", "show", "1").output.contains("Metro"))
    let bad = try await household.run("catalog", "set", "1", "energy=plenty")
    #expect(bad.code == 1 && bad.errors.contains("energy"))
    let unknown = try await household.run("catalog", "show", "77")
    #expect(unknown.code == 1 && unknown.errors.contains("77"))
  }

  @Test("lists by mood, tempo and text, in any order, and as a sheet, a playlist and JSON")
  func selections() async throws {
    let household = try Household(songs: ["Open Window", "Grey Sunday", "Night Light"], seconds: 11)
    _ = try await household.run("catalog", "scan", "--quiet")
    func titles(_ words: String...) async throws -> [String] {
      let outcome = try await Program.run(
        ["catalog", "list", "--json", "--settings", household.settings] + words)
      return try outcome.json().array?.compactMap { $0["title"]?.string } ?? []
    }
    #expect(try await titles("--sort", "tempo") == ["Night Light", "Grey Sunday", "Open Window"])
    #expect(try await titles("--sort", "-title") == ["Open Window", "Night Light", "Grey Sunday"])
    #expect(try await titles("--tempo", "110-140") == ["Open Window"])
    #expect(try await titles("SUNDAY") == ["Grey Sunday"])
    #expect(try await household.run("catalog", "set", "Additive Trio - Open Window.wav", "mood=angry").code == 0)
    #expect(try await titles("--mood", "angry") == ["Open Window"])
    #expect(try await household.run("catalog", "list", "--csv").output.hasPrefix("path,title,"))
    let playlist = try await household.run("catalog", "export", "--m3u", "--tempo", "110-140")
    #expect(playlist.output == "#EXTM3U\n#EXTINF:11,Additive Trio - Open Window\nAdditive Trio - Open Window.wav\n")
    let file = try household.folder.write(playlist.output.utf8, to: "list.m3u8")
    #expect(try await household.run("catalog", "remove", "Additive Trio - Open Window.wav").code == 0)
    #expect(try await titles("Window").isEmpty)
    #expect(try await household.run("catalog", "import", file).output == "1 song changed\n")
    #expect(try await titles("Window") == ["Open Window"])
    for words in [["--mood", "bored"], ["--tempo", "fast"], ["--sort", "size"]] {
      let outcome = try await Program.run(["catalog", "list", "--settings", household.settings] + words)
      #expect(outcome.code == 2 && outcome.errors.contains(words[0]))
    }
    let moods = "\(household.folder.path)/moods"
    try FileManager.default.createDirectory(atPath: moods, withIntermediateDirectories: true)
    try household.folder.write("Name,Artist\nNight Light,Additive Trio\n".utf8, to: "moods/sad_songs.csv")
    #expect(try await household.run("catalog", "import", moods).output == "1 song changed\n")
    #expect(try await titles("--mood", "sad").contains("Night Light"))
  }

  @Test("takes songs out and in again, and notices what is lost or cannot be played")
  func checked() async throws {
    let household = try Household(songs: ["Open Window", "Grey Sunday"], seconds: 11)
    _ = try await household.run("catalog", "scan", "--quiet")
    #expect(try await household.run("catalog", "check").output == "The library is in order.\n")
    let path = try #require(try await household.run("catalog", "show", "1", "--json").json()["path"]?.string)
    #expect(try await household.run("catalog", "remove", "1").code == 0)
    #expect(try await household.run("catalog", "list", "--json").json().array?.count == 1)
    #expect(FileManager.default.fileExists(atPath: "\(household.music)/\(path)"))
    let added = try await household.run("catalog", "add", path, "--json")
    #expect(added.code == 0, "\(added.errors)")
    #expect(try added.json().array?.first?["path"]?.string == path)
    let outside = try await household.run("catalog", "add", "../moodbox.yaml")
    #expect(outside.code == 1 && !outside.errors.isEmpty)

    try FileManager.default.removeItem(atPath: "\(household.music)/\(path)")
    let lost = try await household.run("catalog", "check", "--json")
    #expect(lost.code == 1)
    #expect(try lost.json()["problems"]?.array?.first?["path"]?.string == path)
    try household.folder.write("RIFF, or so".utf8, to: "music/broken.wav")
    // A file that is only just there may still be on its way.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_767_225_600)], ofItemAtPath: "\(household.music)/broken.wav")
    let scan = try await household.run("catalog", "scan")
    #expect(scan.errors.contains("broken.wav: "))
  }

  @Test("leaves the service able to write a catalog that root made", .enabled(if: geteuid() == 0))
  func rootsCatalog() async throws {
    let household = try Household()
    let state = "\(household.folder.path)/state"
    chown(state, 1234, 1235)
    #expect(try await household.run("catalog", "stats").code == 0)
    var status = stat()
    #expect(stat("\(state)/catalog.sqlite", &status) == 0)
    #expect(status.st_uid == 1234 && status.st_gid == 1235 && status.st_size > 0)
  }

  @Test("says where it looked when there is no place for it")
  func noFolder() async throws {
    let folder = TemporaryFolder()
    let file = try folder.write("state: \(folder.path)/none\n".utf8, to: "moodbox.yaml")
    for action in [["scan"], ["list"], ["export"], ["check"]] {
      let outcome = try await Program.run(["catalog"] + action + ["--settings", file])
      #expect(outcome.code == 1 && outcome.errors.contains("\(folder.path)/none: there is no such folder"))
    }
  }
}
