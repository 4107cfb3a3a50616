import Domain

/// A picture from a JPEG or PNG file, upright, and no larger than looking at it needs.
package struct Photograph: Equatable, Sendable {
  /// The picture as people see it: turned as its EXIF orientation says, its longer side as short as was asked for.
  package let frame: Frame
  /// How many pixels of the original a pixel of `frame` stands for, across and down: 1, 2, 4, 8 …
  package let reduction: Int
  /// Size of the original in pixels, upright.
  package let width: Int
  package let height: Int

  /// Where the frame's longer side ends unless something else is asked for, in pixels: more than finding and reading
  /// faces can use.
  package static let longestSide = 2_400

  /// Reads a file. What it is is decided by its first bytes, not by its name.
  ///
  /// - Parameter longestSide: pixels that the longer side of `frame` may have; `.max` for the original size.
  package init(at path: String, longestSide: Int = Photograph.longestSide) throws(PictureError) {
    do throws(PictureError) {
      try self.init(try PictureFile.bytes(at: path), longestSide: longestSide)
    } catch {
      throw PictureError(error.reason, file: path)
    }
  }

  /// Reads the bytes of a file.
  package init(_ bytes: [UInt8], longestSide: Int = Photograph.longestSide) throws(PictureError) {
    // A Result, because Swift 6.0's array does not pass typed errors through.
    let photograph = bytes.withUnsafeBytes { bytes in
      Result { () throws(PictureError) in
        if JPEGSegments.begin(bytes) { return try Photograph(jpeg: bytes, longestSide: longestSide) }
        if PNGDecoder.recognises(bytes) { return try Photograph(png: bytes, longestSide: longestSide) }
        throw PictureError(bytes.isEmpty ? .empty : .unknownFormat(PictureFile.looks(bytes)))
      }
    }
    self = try photograph.get()
  }

  private init(jpeg bytes: UnsafeRawBufferPointer, longestSide: Int) throws(PictureError) {
    let decoder = try JPEGDecoder()
    let size = try decoder.size(of: bytes)
    let reduction = min(
      Self.reduction(width: size.width, height: size.height, longestSide: longestSide), JPEGDecoder.largestReduction)
    let orientation = JPEGSegments(bytes).orientation
    self.reduction = reduction
    frame = orientation.upright(try decoder.frame(from: bytes, reduction: reduction))
    (width, height) = orientation.swapsSides ? (size.height, size.width) : (size.width, size.height)
  }

  private init(png bytes: UnsafeRawBufferPointer, longestSide: Int) throws(PictureError) {
    let whole = try PNGDecoder.frame(from: bytes)
    reduction = Self.reduction(width: whole.width, height: whole.height, longestSide: longestSide)
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

  /// The least power of two that brings the longer side down to `longestSide`.
  private static func reduction(width: Int, height: Int, longestSide: Int) -> Int {
    var reduction = 1
    while (max(width, height) - 1) / reduction >= max(longestSide, 1) { reduction *= 2 }
    return reduction
  }
}
