import Domain
import FoundationEssentials
import Glibc
import Testing

@testable import SimulatedDevices

@Suite("The demo library")
struct DemoLibraryTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "moodbox-demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

  @Test("has two songs for each emotion, all with names of their own")
  func balanced() {
    for emotion in Emotion.allCases { #expect(DemoSong.all.count { $0.emotion == emotion } == 2) }
    #expect(Set(DemoSong.all.map(\.fileName)).count == 14)
  }

  @Test("writes whole WAV files, long ago as files go, and leaves those that are there alone")
  func writes() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let song = DemoSong.all[0]
    try DemoLibrary.write(to: folder.path, songs: [song], seconds: 1)
    #expect(try files() == [song.fileName])
    let path = folder.appending(path: song.fileName)
    let bytes = Array(try Data(contentsOf: path))
    let size = bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(bytes.starts(with: Array("RIFF".utf8)) && size == bytes.count - 8)
    var status = stat()
    #expect(stat(path.path, &status) == 0 && status.st_mtim.tv_sec == 1_767_225_600)
    try Data("mine".utf8).write(to: path)
    try DemoLibrary.write(to: folder.path, songs: [song], seconds: 1)
    #expect(try Data(contentsOf: path) == Data("mine".utf8))
  }

  @Test("says which file it cannot write")
  func noFolder() {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: (any Error).self) {
      try DemoLibrary.write(to: folder.path + "/nowhere", songs: [DemoSong.all[0]], seconds: 1)
    }
  }

  @Test("sounds as loud as it should, within half a decibel, and never clips", arguments: DemoSong.all)
  func level(song: DemoSong) {
    let samples = DemoSynthesiser.samples(of: song, seconds: 3)
    // The last half second fades out.
    let steady = samples.dropLast(DemoSynthesiser.sampleRate / 2)
    let power = steady.reduce(Float(0)) { $0 + $1 * $1 } / Float(steady.count)
    #expect(abs(10 * log10f(power) - song.level) < 0.5)
    #expect(samples.allSatisfy { abs($0) <= 1 })
    #expect(samples.last == 0)
  }

  @Test("is the same every time, and every song is a different one")
  func distinct() {
    let songs = DemoSong.all.map { DemoSynthesiser.samples(of: $0, seconds: 1) }
    #expect(DemoSynthesiser.samples(of: DemoSong.all[0], seconds: 1) == songs[0])
    for one in songs.indices {
      for other in songs.indices where other > one {
        #expect(abs(correlation(songs[one], songs[other])) < 0.7)
      }
    }
  }

  /// Normalised, −1…1.
  private func correlation(_ one: [Float], _ other: [Float]) -> Float {
    var (product, power, otherPower) = (Float(0), Float(0), Float(0))
    for (a, b) in zip(one, other) {
      product += a * b
      power += a * a
      otherPower += b * b
    }
    return product / (power * otherPower).squareRoot()
  }
}
