import Testing

@testable import Library

@Suite("A check")
struct CheckTests {
  @Test("finds songs that are gone, broken or not understood")
  func finds() async throws {
    let shelf = try Shelf(["gone.wav": Wav(pitch: 1), "broken.wav": Wav(pitch: 2), "odd.wav": Wav(pitch: 3)])
    try await shelf.scan(
      ScriptedEar(onFeatures: { if $0.hasSuffix("odd.wav") { throw ScriptedEar.NotASong(path: $0) } }))
    #expect(try await shelf.scanner().check().problems.map(\.path) == ["odd.wav"])
    try shelf.folder.remove("music/gone.wav")
    try shelf.folder.write(Array("scratch".utf8), to: "music/broken.wav")
    let report = try await shelf.scanner().check()
    #expect(report.faults.isEmpty && report.unanalysed == 1)
    #expect(
      Set(report.problems.map(\.description)) == [
        "gone.wav: vanished while it was looked at", "broken.wav: is not a song", "odd.wav: is not a song",
      ])
  }
}
