import CVideo
import Pictures
import Testing

@testable import LinuxDevices

@Suite("The format of a camera's pictures")
struct CameraFormatTests {
  private let webcam = [moodbox_V4L2_PIX_FMT_MJPEG, moodbox_V4L2_PIX_FMT_YUYV, moodbox_V4L2_PIX_FMT_GREY]

  @Test("is the one that costs least of those that are offered")
  func best() {
    #expect(CameraFormat.best(of: webcam)?.pixels == .grey)
    #expect(CameraFormat.best(of: Array(webcam.prefix(2)))?.pixels == .yuyv)
    #expect(CameraFormat.best(of: [0x3231_5559]) == nil)
  }

  @Test("is the one that is wanted, or none", arguments: [PixelFormat.yuyv, .mjpeg])
  func wanted(format: PixelFormat) {
    #expect(CameraFormat.best(of: webcam, wanted: format)?.pixels == format)
    #expect(CameraFormat.best(of: [moodbox_V4L2_PIX_FMT_GREY], wanted: format) == nil)
  }
}
