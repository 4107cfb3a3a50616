import FoundationEssentials
import Glibc
import Testing

@testable import Guard

/// Over files that stand for the nodes, and folders that stand for the kernel's devices and drivers.
@Suite("Camera nodes")
struct CameraNodesTests {
  private let folder: TemporaryFolder
  private let nodes: CameraNodes
  private static let names = ["dev/video0", "dev/video11", "dev/media0", "dev/v4l-subdev3"]

  init() throws {
    folder = try TemporaryFolder()
    for name in Self.names + ["dev/videodisk", "dev/snd", "dev/gpiochip0"] {
      try folder.write(to: name)
      chmod("\(folder.path)/\(name)", 0o660)
    }
    nodes = CameraNodes(
      devices: folder.path + "/dev", system: folder.path + "/sys", memory: folder.path + "/unbound",
      owner: geteuid(), group: getegid())
  }

  /// As the kernel shows a camera at USB.
  private func plugIn(_ interface: String = "1-1:1.0", bus: String = "usb") throws {
    try folder.write(to: "sys/bus/\(bus)/drivers/uvcvideo/unbind")
    try folder.write(to: "sys/bus/\(bus)/drivers/uvcvideo/bind")
    try folder.write(to: "sys/devices/\(interface)/name")
    try folder.link("sys/devices/\(interface)/driver", to: "\(folder.path)/sys/bus/\(bus)/drivers/uvcvideo")
    try folder.link("sys/devices/\(interface)/subsystem", to: "\(folder.path)/sys/bus/\(bus)")
    try folder.write(to: "sys/class/video4linux/video0/name")
    try folder.link("sys/class/video4linux/video0/device", to: "\(folder.path)/sys/devices/\(interface)")
  }

  @Test("are closed to everybody, and nothing else is")
  func closed() throws {
    #expect(nodes.close() == [])
    for name in Self.names { #expect(try folder.mode(of: name) == 0) }
    for name in ["dev/videodisk", "dev/snd", "dev/gpiochip0"] { #expect(try folder.mode(of: name) == 0o660) }
  }

  @Test("are given back to their group, except those that were closed to it by others")
  func opened() throws {
    _ = nodes.close()
    chmod(folder.path + "/dev/video11", 0o600)
    #expect(nodes.open() == [])
    #expect(try folder.mode(of: "dev/video0") == 0o660)
    #expect(try folder.mode(of: "dev/video11") == 0o600)
  }

  @Test("at USB are taken from their driver, and given back to it")
  func unbound() throws {
    try plugIn()
    #expect(nodes.close() == [])
    #expect(try folder.text(of: "sys/bus/usb/drivers/uvcvideo/unbind") == "1-1:1.0")
    #expect(try folder.text(of: "sys/bus/usb/drivers/uvcvideo/bind") == "")
    #expect(nodes.open() == [])
    #expect(try folder.text(of: "sys/bus/usb/drivers/uvcvideo/bind") == "1-1:1.0")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/unbound"))
  }

  @Test("elsewhere stay with their driver")
  func platform() throws {
    try plugIn("platform-camera", bus: "platform")
    #expect(nodes.close() == [])
    #expect(try folder.text(of: "sys/bus/platform/drivers/uvcvideo/unbind") == "")
  }

  @Test("that can not be closed are told of, and the others are closed all the same")
  func failing() throws {
    try plugIn()
    unlink("\(folder.path)/sys/bus/usb/drivers/uvcvideo/unbind")
    let failures = nodes.close()
    #expect(failures.map(\.call) == ["open"])
    #expect(try folder.mode(of: "dev/video0") == 0)
  }
}
