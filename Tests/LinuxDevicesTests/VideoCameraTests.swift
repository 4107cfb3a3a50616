import Glibc
import LinuxDevices
import System
import Testing

@Suite("A video camera")
struct VideoCameraTests {
  @Test("that is missing fails with the call, the device and the reason, before anything is looked at")
  func missing() async {
    let camera = VideoCamera(device: "/dev/video-that-is-not-there", width: 640, height: 480, rate: 30)
    await #expect(throws: IOFailure("open", on: "/dev/video-that-is-not-there", code: ENOENT)) {
      try await camera.withFrames { _ in Issue.record("looked through a camera that is not there") }
    }
  }

  @Test("is not any device node that happens to open")
  func notACamera() async {
    let camera = VideoCamera(device: "/dev/null", width: 640, height: 480, rate: 30)
    await #expect(throws: IOFailure("VIDIOC_QUERYCAP", on: "/dev/null", code: ENOTTY)) {
      try await camera.withFrames { _ in Issue.record("looked through /dev/null") }
    }
  }
}
