import Pictures

/// Why there is no picture from a camera.
package enum CameraError: Error, Equatable, CustomStringConvertible {
  /// No device node can capture and stream.
  case none
  /// The node is something else, such as a decoder or a metadata node.
  case notACamera(String)
  /// It offers these pixel formats, none of which the box reads, or not the one that is wanted.
  case unreadable(String, offers: [String], wanted: PixelFormat?)
  /// It stopped delivering.
  case silent(String)

  package var description: String {
    switch self {
    case .none: "there is no camera: plug one in, or name its device in camera.device"
    case .notACamera(let device): "\(device): not a camera that can stream; v4l2-ctl --list-devices lists what there is"
    case .unreadable(let device, let offers, let wanted):
      "\(device): it offers \(offers.joined(separator: ", ")), and "
        + (wanted.map { "camera.format wants \($0)" } ?? "none of GREY, YUYV, NV12, MJPG")
    case .silent(let device): "\(device): no picture came for 5 s; unplug it and plug it in again"
    }
  }
}
