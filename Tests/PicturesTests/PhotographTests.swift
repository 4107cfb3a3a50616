import CTurboJPEG
import Domain
import Testing

@testable import Pictures

@Suite("Photographs")
struct PhotographTests {
  @Test("read PNG files of every kind exactly", arguments: ["grey.png", "sixteen-bit.png", "interlaced.png"])
  func greyPNG(name: String) throws {
    let photograph = try Photograph(at: Fixture.path(name))
    #expect(photograph.frame.width == 64 && photograph.frame.height == 48)
    #expect(photograph.frame.difference(to: Fixture.drawing).largest == 0)
  }

  @Test("turn the colours of PNG files into luma", arguments: ["colour.png", "palette.png"])
  func colouredPNG(name: String) throws {
    let difference = try Photograph(at: Fixture.path(name)).frame.difference(to: Fixture.colouredDrawing)
    // A palette of 64 colours cannot hold every step of the ramp.
    #expect(difference.largest <= (name == "palette.png" ? 4 : 0))
  }

  @Test("read one-bit PNG files")
  func oneBitPNG() throws {
    let frame = try Photograph(at: Fixture.path("one-bit.png")).frame
    #expect(frame.difference { Fixture.drawing($0, $1) >= 128 ? 255 : 0 }.largest == 0)
  }

  @Test("show white where a PNG file is transparent")
  func transparentPNG() throws {
    let frame = try Photograph(at: Fixture.path("transparent.png")).frame
    #expect(frame.luma[24 * 64 + 32] == 255)
    #expect(frame.luma[24 * 64 + 10] == 80)
  }

  @Test(
    "read JPEG files of every kind",
    arguments: ["baseline.jpg", "progressive.jpg", "restarts.jpg", "picture.txt", "endless.jpg", "stray-bytes.jpg"])
  func colouredJPEG(name: String) throws {
    let photograph = try Photograph(at: Fixture.path(name))
    #expect(photograph.width == 64 && photograph.height == 48 && photograph.reduction == 1)
    #expect(photograph.frame.difference(to: Fixture.colouredDrawing).mean < 2)
  }

  @Test("read grey JPEG files")
  func greyJPEG() throws {
    #expect(try Photograph(at: Fixture.path("grey.jpg")).frame.difference(to: Fixture.drawing).mean < 2)
  }

  @Test("read JPEG files made for printing, in four inks")
  func ink() throws {
    #expect(try Photograph(at: Fixture.path("ink.jpg")).frame.difference(to: Fixture.colouredDrawing).mean < 2)
  }

  /// Brightness near the four corners, row by row, as Pillow's `exif_transpose` shows the eight files.
  @Test(
    "stand upright whichever way the camera was held",
    arguments: [
      (1, [255, 172, 74, 0]), (2, [172, 255, 0, 74]), (3, [0, 74, 172, 255]), (4, [74, 0, 255, 172]),
      (5, [255, 74, 172, 0]), (6, [74, 255, 0, 172]), (7, [0, 172, 74, 255]), (8, [172, 0, 255, 74]),
    ])
  func orientation(number: Int, corners: [Int]) throws {
    let photograph = try Photograph(at: Fixture.path("orientation-\(number).jpg"))
    let frame = photograph.frame
    #expect((frame.width, frame.height) == (number < 5 ? (64, 48) : (48, 64)))
    #expect((photograph.width, photograph.height) == (frame.width, frame.height))
    let places = [(7, 7), (frame.width - 8, 7), (7, frame.height - 8), (frame.width - 8, frame.height - 8)]
    let seen = places.map { x, y in Int(frame.luma[y * frame.width + x]) }
    #expect(zip(seen, corners).allSatisfy { abs($0 - $1) <= 6 }, "\(seen)")
  }

  @Test("are reduced while they are decoded when they are large, and keep the original's coordinates")
  func fiftyMegapixels() throws {
    let bytes = try jpeg(width: 8_660, height: 5_774)
    let photograph = try Photograph(bytes)
    #expect(photograph.width == 8_660 && photograph.height == 5_774)
    #expect(photograph.reduction == 4)
    #expect(photograph.frame.width == 2_165 && photograph.frame.height == 1_444)
    #expect(photograph.original(Point(x: 10, y: 20.5)) == Point(x: 40, y: 82))
    #expect(
      photograph.original(Rectangle(x: 1, y: 2, width: 3, height: 4)) == Rectangle(x: 4, y: 8, width: 12, height: 16))
  }

  @Test("are as small as is asked for", arguments: ["grey.png", "grey.jpg"])
  func longestSide(name: String) throws {
    for (side, reduction) in [(64, 1), (63, 2), (32, 2), (20, 4), (.max, 1)] {
      let photograph = try Photograph(at: Fixture.path(name), longestSide: side)
      #expect(photograph.reduction == reduction)
      #expect((photograph.frame.width, photograph.frame.height) == (64 / reduction, 48 / reduction))
      #expect((photograph.width, photograph.height) == (64, 48))
    }
  }

  @Test("with more pixels than are read are refused, and the error names the limit")
  func tooLarge() throws {
    var bytes = try bytes(of: "baseline.jpg")
    let header = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes.replaceSubrange((header + 5)..<(header + 9), with: [0x75, 0x30, 0x75, 0x30])
    #expect { try Photograph(bytes) } throws: {
      "\($0)" == "30000×30000 pixels are more than the 128 megapixels that are read: scale it down first"
    }
    #expect { try Photograph(at: Fixture.path("bomb.png")) } throws: {
      ($0 as? PictureError)?.reason == .tooManyPixels(width: 60_000, height: 60_000, limit: 128_000_000)
    }
  }

  @Test(
    "that cannot be read say what is wrong with which file",
    arguments: [
      ("text.jpg", "this looks like text, not a JPEG or PNG picture: convert it first"),
      ("empty.jpg", "the file is empty"), ("missing.jpg", "there is no such file"),
      ("", "not a file: give the path of a JPEG or PNG picture"),
      ("headless.jpg", "the picture is damaged: "), ("truncated.png", "the picture is damaged: "),
      ("truncated.jpg", "the picture is cut off: only its upper "),
    ])
  func refuses(name: String, words: String) {
    let path = Fixture.path(name)
    #expect { try Photograph(at: path) } throws: { "\($0)".hasPrefix("\(path): \(words)") }
  }

  @Test("that are something else are called by their name")
  func otherFormats() {
    let files: [([UInt8], String)] = [
      (Array("\0\0\0\u{18}ftypheic".utf8), "HEIC"), (Array("RIFF....WEBPVP8 ".utf8), "WebP"),
      (Array("GIF89a".utf8), "GIF"),
      ([0, 1, 2], "something else"),
    ]
    for (bytes, name) in files {
      #expect { try Photograph(bytes) } throws: { "\($0)".contains(name) }
    }
  }

  @Test(
    "survive being cut anywhere", arguments: ["baseline.jpg", "progressive.jpg", "orientation-6.jpg", "palette.png"])
  func cutAnywhere(name: String) throws {
    let whole = try bytes(of: name)
    for length in whole.indices { _ = try? Photograph(Array(whole[..<length])) }
    #expect(throws: (any Error).self) { try Photograph(Array(whole[..<(whole.count / 4)])) }
  }

  private func bytes(of name: String) throws -> [UInt8] { try PictureFile.bytes(at: Fixture.path(name)) }

  private func jpeg(width: Int, height: Int) throws -> [UInt8] {
    let handle = try #require(tjInitCompress())
    defer { tjDestroy(handle) }
    let pixels = [UInt8](repeating: 90, count: width * height)
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    defer { tjFree(bytes) }
    let status = tjCompress2(
      handle, pixels, CInt(width), 0, CInt(height), CInt(TJPF_GRAY.rawValue), &bytes, &count,
      CInt(TJSAMP_GRAY.rawValue), 80, 0)
    try #require(status == 0)
    return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
  }
}
