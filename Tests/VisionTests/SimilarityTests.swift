import Domain
import Glibc
import Testing

@testable import Vision

@Suite("A similarity")
struct SimilarityTests {
  private static func points(_ count: Int, _ random: inout SeededRandom) -> [Point] {
    (0..<count).map { _ in Point(x: .random(in: 0...640, using: &random), y: .random(in: 0...480, using: &random)) }
  }

  private static func distance(_ a: Point, _ b: Point) -> Float { hypotf(a.x - b.x, a.y - b.y) }

  @Test("is recovered from five points, whatever it was", arguments: 0..<50)
  func recovers(seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    let angle = Float.random(in: -.pi ... .pi, using: &random)
    let scale = Float.random(in: 0.05...20, using: &random)
    let shift = Point(x: .random(in: -500...500, using: &random), y: .random(in: -500...500, using: &random))
    let sources = Self.points(5, &random)
    let targets = sources.map { point in
      Point(
        x: scale * (cosf(angle) * point.x - sinf(angle) * point.y) + shift.x,
        y: scale * (sinf(angle) * point.x + cosf(angle) * point.y) + shift.y)
    }
    let found = try #require(Similarity(from: sources, to: targets))
    #expect(abs(found.scale / scale - 1) < 1e-4)
    for (source, target) in zip(sources, targets) {
      #expect(Self.distance(found(source), target) < 0.01 * max(1, scale))
    }
  }

  @Test("leaves less error than those beside it", arguments: 0..<20)
  func leastSquares(seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    let (sources, targets) = (Self.points(5, &random), Self.points(5, &random))
    let best = try #require(Similarity(from: sources, to: targets))
    func error(_ turn: Float, _ stretch: Float, _ shift: Float) -> Double {
      zip(sources, targets).reduce(0) { sum, pair in
        // Turned and stretched about the first source, where both say what they mean.
        let point = best(pair.0)
        let (x, y) = (point.x - 300, point.y - 200)
        let moved = Point(
          x: 300 + stretch * (cosf(turn) * x - sinf(turn) * y) + shift,
          y: 200 + stretch * (sinf(turn) * x + cosf(turn) * y))
        let distance = Double(Self.distance(moved, pair.1))
        return sum + distance * distance
      }
    }
    for (turn, stretch, shift) in [(0.01, 1, 0), (-0.01, 1, 0), (0, 1.01, 0), (0, 0.99, 0), (0, 1, 2), (0, 1, -2)] {
      #expect(error(0, 1, 0) <= error(Float(turn), Float(stretch), Float(shift)))
    }
  }

  @Test("needs points that differ and are finite")
  func degenerate() {
    let same = Array(repeating: Point(x: 3, y: 4), count: 5)
    var random = SeededRandom(state: 1)
    let others = Self.points(5, &random)
    #expect(Similarity(from: same, to: others) == nil)
    #expect(Similarity(from: others, to: same) == nil)
    for number in [Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude] {
      #expect(Similarity(from: others.dropLast() + [Point(x: number, y: 0)], to: others) == nil)
      #expect(Similarity(from: others, to: others.dropLast() + [Point(x: number, y: number)]) == nil)
    }
  }
}
