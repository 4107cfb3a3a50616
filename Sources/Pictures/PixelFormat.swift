/// How a camera lays a picture out in memory, for the formats that are read without a converter.
///
/// The names are those of the kernel's V4L2 documentation.
package enum PixelFormat: CaseIterable, Sendable {
  /// 4:2:2, two bytes a pixel: Y U Y V.
  case yuyv
  /// Luma only, one byte a pixel.
  case grey
  /// 4:2:0: a plane of luma, then a plane of chroma at half height.
  case nv12
  /// A JPEG picture a frame.
  case mjpeg

  /// Bytes from one luma sample to the next, and nil where the samples are compressed.
  var bytesPerSample: Int? {
    switch self {
    case .yuyv: 2
    case .grey, .nv12: 1
    case .mjpeg: nil
    }
  }
}
