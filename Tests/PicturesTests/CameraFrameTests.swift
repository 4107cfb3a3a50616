import Domain
import Testing

@testable import Pictures

@Suite("A camera's buffer")
struct CameraFrameTests {
  /// Luma 10…21 in four columns and three rows, in buffers whose other bytes are 200.
  private static let luma = (10..<22).map { UInt8($0) }

  private static func buffer(step: Int, stride: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 200, count: stride * 2 + 4 * step)
    for (index, sample) in luma.enumerated() { bytes[index / 4 * stride + index % 4 * step] = sample }
    return bytes
  }

  private func frame(
    _ bytes: [UInt8], _ format: PixelFormat, width: Int = 4, height: Int = 3, bytesPerLine: Int = 0
  ) throws -> Frame {
    try bytes.withUnsafeBytes {
      try Frame(
        from: $0, format: format, width: width, height: height, bytesPerLine: bytesPerLine, time: .seconds(7))
    }
  }

  @Test(
    "gives its luma, whatever pads its rows",
    arguments: [
      (PixelFormat.grey, 1, 4, 0), (.grey, 1, 9, 9), (.nv12, 1, 4, 4), (.nv12, 1, 16, 16), (.yuyv, 2, 8, 0),
      (.yuyv, 2, 8, 8), (.yuyv, 2, 11, 11),
    ])
  func raw(format: PixelFormat, step: Int, stride: Int, bytesPerLine: Int) throws {
    let seen = try frame(Self.buffer(step: step, stride: stride), format, bytesPerLine: bytesPerLine)
    #expect(seen == Frame(width: 4, height: 3, luma: Self.luma, time: .seconds(7)))
  }

  @Test("that is a byte too short is refused", arguments: [(PixelFormat.grey, 1), (.nv12, 1), (.yuyv, 2)])
  func short(format: PixelFormat, step: Int) {
    let bytes = Self.buffer(step: step, stride: 12).dropLast()
    #expect(throws: PictureError(.shortBuffer(bytes: bytes.count, needed: bytes.count + 1))) {
      try frame(Array(bytes), format, bytesPerLine: 12)
    }
  }

  @Test(
    "with sizes that make no sense is refused",
    arguments: [(0, 3, 4), (4, 0, 4), (-4, 3, 4), (4, 3, 3), (4, 3, -4), (.max, .max, 0), (4, 3, .max), (.min, 3, 0)])
  func layout(width: Int, height: Int, bytesPerLine: Int) {
    #expect {
      try frame(Self.luma, .grey, width: width, height: height, bytesPerLine: bytesPerLine)
    } throws: {
      if case .unusableLayout = ($0 as? PictureError)?.reason { true } else { false }
    }
  }

  @Test("with a JPEG picture gives that picture's luma, in its own size", arguments: ["baseline.jpg", "restarts.jpg"])
  func mjpeg(name: String) throws {
    let seen = try frame(try PictureFile.bytes(at: Fixture.path(name)), .mjpeg)
    #expect(seen.time == .seconds(7))
    #expect(seen.difference(to: Fixture.colouredDrawing).mean < 2)
  }

  @Test(
    "with a JPEG picture may lack the picture's end, and hold stray bytes",
    arguments: ["endless.jpg", "stray-bytes.jpg"])
  func sloppyCamera(name: String) throws {
    let bytes = try PictureFile.bytes(at: Fixture.path(name))
    #expect(try frame(bytes, .mjpeg).difference(to: Fixture.colouredDrawing).mean < 2)
  }

  @Test("with half a JPEG picture, with none or with nothing is refused")
  func mjpegCutOff() throws {
    let bytes = try PictureFile.bytes(at: Fixture.path("truncated.jpg"))
    #expect { try frame(bytes, .mjpeg) } throws: {
      if case .cutOff(_, of: 48) = ($0 as? PictureError)?.reason { true } else { false }
    }
    #expect(throws: PictureError.self) { try frame(Self.luma, .mjpeg) }
    #expect(throws: PictureError.self) { try frame([], .mjpeg) }
    #expect(throws: PictureError.self) { try frame([], .grey) }
  }
}
