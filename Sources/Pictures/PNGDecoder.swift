import CPng
import Domain

/// Reads PNG pictures of every kind with libpng's simplified interface, which reports errors without `longjmp`.
enum PNGDecoder {
  /// All pixels are held in memory, three bytes each where they have colours.
  static let largestColouredArea = 64_000_000
  static let largestGreyArea = 128_000_000

  /// Whether the bytes begin with the PNG signature.
  static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  }

  /// `png_image_begin_read_from_memory`, `png_image_finish_read`. What is transparent shows white.
  static func frame(from bytes: UnsafeRawBufferPointer) throws(PictureError) -> Frame {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
      throw PictureError(.damaged(image.words))
    }
    let width = Int(image.width)
    let height = Int(image.height)
    let isColoured = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0
    let limit = isColoured ? largestColouredArea : largestGreyArea
    guard width * height <= limit else {
      throw PictureError(.tooManyPixels(width: width, height: height, limit: limit))
    }
    // 16-bit pictures that do not say otherwise are as bright as 8-bit ones.
    image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
    image.format = isColoured ? png_uint_32(PNG_FORMAT_FLAG_COLOR) : 0
    var white = png_color(red: 255, green: 255, blue: 255)
    var pixels = [UInt8](repeating: 0, count: width * height * (isColoured ? 3 : 1))
    guard png_image_finish_read(&image, &white, &pixels, 0, nil) != 0 else {
      throw PictureError(.damaged(image.words))
    }
    let luma = isColoured ? luma(ofColours: pixels) : pixels
    return Frame(width: width, height: height, luma: luma)
  }

  private static func luma(ofColours pixels: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: pixels.count / 3) { samples, count in
      count = pixels.count / 3
      for index in 0..<count {
        samples[index] = Pictures.luma(
          red: pixels[index * 3], green: pixels[index * 3 + 1], blue: pixels[index * 3 + 2])
      }
    }
  }
}

extension png_image {
  /// What the library says went wrong.
  fileprivate var words: String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
