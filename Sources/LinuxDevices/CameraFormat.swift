import CVideo
import Pictures

/// What a camera agreed to deliver.
struct CameraFormat: Equatable {
  let pixels: PixelFormat
  let width: Int
  let height: Int
  let bytesPerLine: Int

  /// The formats the box reads, best first: with the luma at hand, then the one a webcam's bus has room for.
  static let preferred: [(code: UInt32, pixels: PixelFormat)] = [
    (moodbox_V4L2_PIX_FMT_GREY, .grey),
    (moodbox_V4L2_PIX_FMT_YUYV, .yuyv),
    (moodbox_V4L2_PIX_FMT_NV12, .nv12),
    (moodbox_V4L2_PIX_FMT_MJPEG, .mjpeg),
  ]

  /// The best of what a camera offers, or the one that is wanted; nil if it offers none of these.
  static func best(of offered: [UInt32], wanted: PixelFormat? = nil) -> (code: UInt32, pixels: PixelFormat)? {
    preferred.first { offered.contains($0.code) && (wanted == nil || wanted == $0.pixels) }
  }
}
