/// The setting `camera.format`.
package enum CameraFormatChoice: String, CaseIterable, Sendable {
  case auto, grey, yuyv, nv12, mjpeg
}
