import Domain

/// A picture from a JPEG or PNG file, upright, and no larger than looking at it needs.
package struct Photograph: Equatable, Sendable {
  /// The picture as people see it: turned as its EXIF orientation says, its longer side at most ``longestSide`` pixels.
  package let frame: Frame
  /// How many pixels of the original a pixel of `frame` stands for, across and down: 1, 2, 4, 8 …
  package let reduction: Int
  /// Size of the original in pixels, upright.
  package let width: Int
  package let height: Int

  /// More than the detector and the classifier can use.
  package static let longestSide = 2_400

  /// Reads a file. What it is is decided by its first bytes, not by its name.
  package init(at path: String) throws(PictureError) {
    do throws(PictureError) {
      try self.init(try PictureFile.bytes(at: path))
    } catch {
      throw PictureError(error.reason, file: path)
    }
  }

  /// Reads the bytes of a file.
  package init(_ bytes: [UInt8]) throws(PictureError) {
    // A Result, because Swift 6.0's array does not pass typed errors through.
    let photograph = bytes.withUnsafeBytes { bytes in
      Result { () throws(PictureError) in
        if JPEGSegments.begin(bytes) { return try Photograph(jpeg: bytes) }
        if PNGDecoder.recognises(bytes) { return try Photograph(png: bytes) }
        throw PictureError(bytes.isEmpty ? .empty : .unknownFormat(PictureFile.looks(bytes)))
      }
    }
    self = try photograph.get()
  }

  private init(jpeg bytes: UnsafeRawBufferPointer) throws(PictureError) {
    let decoder = try JPEGDecoder()
    let size = try decoder.size(of: bytes)
    let reduction = Self.reduction(width: size.width, height: size.height, limit: JPEGDecoder.largestReduction)
    let orientation = JPEGSegments(bytes).orientation
    self.reduction = reduction
    frame = orientation.upright(try decoder.frame(from: bytes, reduction: reduction))
    (width, height) = orientation.swapsSides ? (size.height, size.width) : (size.width, size.height)
  }

  private init(png bytes: UnsafeRawBufferPointer) throws(PictureError) {
    let whole = try PNGDecoder.frame(from: bytes)
    reduction = Self.reduction(width: whole.width, height: whole.height, limit: .max)
    frame = whole.reduced(by: reduction)
    width = whole.width
    height = whole.height
  }

  /// A position in `frame`, in pixels of the original.
  package func original(_ point: Point) -> Point {
    Point(x: point.x * Float(reduction), y: point.y * Float(reduction))
  }

  /// An area of `frame`, in pixels of the original.
  package func original(_ area: Rectangle) -> Rectangle {
    let scale = Float(reduction)
    return Rectangle(x: area.x * scale, y: area.y * scale, width: area.width * scale, height: area.height * scale)
  }

  /// The least power of two that brings the longer side down to ``longestSide``, but at most `limit`.
  private static func reduction(width: Int, height: Int, limit: Int) -> Int {
    var reduction = 1
    while max(width, height) > longestSide * reduction, reduction < limit { reduction *= 2 }
    return reduction
  }
}
