import LinuxDevices
import Pictures
import Settings

extension VideoCamera {
  /// What the settings ask of a device.
  init(device: String, _ settings: Settings.Camera) {
    let format: PixelFormat? =
      switch settings.format {
      case .auto: nil
      case .grey: .grey
      case .yuyv: .yuyv
      case .nv12: .nv12
      case .mjpeg: .mjpeg
      }
    self.init(device: device, width: settings.width, height: settings.height, rate: settings.rate, format: format)
  }
}
