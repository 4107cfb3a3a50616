import CTurboJPEG
import Domain

/// Reads JPEG pictures with libjpeg-turbo's TurboJPEG interface: the luma alone, so that the colours are never computed.
struct JPEGDecoder: ~Copyable {
  /// A picture's size as its header declares it, and how its colours are stored.
  struct Size {
    let width: Int
    let height: Int
    fileprivate let colours: CInt
  }

  /// Phones make pictures of 108 megapixels.
  static let largestArea = 128_000_000
  /// All coefficients of a progressive picture are held in memory, up to six bytes a pixel.
  static let largestProgressiveArea = 64_000_000
  static let largestReduction = 8

  private let handle: tjhandle

  /// `tjInitDecompress`
  init() throws(PictureError) {
    guard let handle = tjInitDecompress() else { throw PictureError(.damaged(String(cString: tjGetErrorStr2(nil)))) }
    self.handle = handle
  }

  deinit { tjDestroy(handle) }

  /// `tjDecompressHeader3`. Throws also when the picture is too large to be read.
  borrowing func size(of bytes: UnsafeRawBufferPointer) throws(PictureError) -> Size {
    var width: CInt = 0
    var height: CInt = 0
    var subsampling: CInt = 0
    var colours: CInt = 0
    let data = bytes.assumingMemoryBound(to: UInt8.self)
    guard
      tjDecompressHeader3(handle, data.baseAddress, UInt(data.count), &width, &height, &subsampling, &colours) == 0,
      width > 0, height > 0
    else { throw PictureError(.damaged(complaint)) }
    let limit = JPEGSegments(bytes).isProgressive ? Self.largestProgressiveArea : Self.largestArea
    guard Int(width) * Int(height) <= limit else {
      throw PictureError(.tooManyPixels(width: Int(width), height: Int(height), limit: limit))
    }
    return Size(width: Int(width), height: Int(height), colours: colours)
  }

  /// `tjDecompress2`: the picture, with both sides divided by `reduction` (1, 2, 4 or 8) and rounded up.
  ///
  /// The decoder warns of oddities that many cameras have, such as stray bytes or a missing end: they are passed over
  /// as long as the picture itself is there, but for an eighth of its height.
  borrowing func frame(from bytes: UnsafeRawBufferPointer, reduction: Int) throws(PictureError) -> Frame {
    let size = try size(of: bytes)
    let width = (size.width + reduction - 1) / reduction
    let height = (size.height + reduction - 1) / reduction
    let isInk = size.colours == CInt(TJCS_CMYK.rawValue) || size.colours == CInt(TJCS_YCCK.rawValue)
    let samples = isInk ? 4 : 1
    // Filled, because the decoder leaves rows alone that it does not reach.
    var pixels = [UInt8](repeating: 0, count: width * height * samples)
    let data = bytes.assumingMemoryBound(to: UInt8.self)
    let status = tjDecompress2(
      handle, data.baseAddress, UInt(data.count), &pixels, CInt(width), 0, CInt(height),
      CInt((isInk ? TJPF_CMYK : TJPF_GRAY).rawValue), TJFLAG_LIMITSCANS)
    if status != 0, tjGetErrorCode(handle) != CInt(TJERR_WARNING.rawValue) { throw PictureError(.damaged(complaint)) }

    let luma = isInk ? Self.luma(ofInk: pixels, inverted: JPEGSegments(bytes).hasAdobeMarker) : pixels
    let frame = Frame(width: width, height: height, luma: luma)
    if status != 0 {
      let lost = frame.blankRowsAtTheBottom
      guard lost * 8 <= height else { throw PictureError(.cutOff(rows: height - lost, of: height)) }
    }
    return frame
  }

  private var complaint: String { String(cString: tjGetErrorStr2(handle)) }

  /// Cyan, magenta, yellow and black as light: what one ink leaves, the next takes its part of.
  private static func luma(ofInk pixels: [UInt8], inverted: Bool) -> [UInt8] {
    stride(from: 0, to: pixels.count, by: 4).map { offset in
      func light(_ ink: Int) -> UInt8 {
        let (colour, black) = (UInt32(pixels[offset + ink]), UInt32(pixels[offset + 3]))
        return UInt8((inverted ? colour * black : (255 - colour) * (255 - black)) / 255)
      }
      return Pictures.luma(red: light(0), green: light(1), blue: light(2))
    }
  }
}

extension Frame {
  /// Rows at the bottom that all have one and the same value: what the decoder makes of data that are not there.
  fileprivate var blankRowsAtTheBottom: Int {
    let blank = luma.reversed().prefix { [last = luma[luma.count - 1]] in $0 == last }.count
    return blank / width
  }
}
