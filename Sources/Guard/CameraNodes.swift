import FoundationEssentials
import Glibc
import System

/// The device nodes of cameras: taken away from everybody but root, and given back.
///
/// A camera at USB is also taken from its driver, so that who has it open loses it. One at a CSI connector cannot be, since its
/// drivers do not survive that; there, who had it open before keeps it.
package struct CameraNodes: Sendable {
  private static let kinds = ["video", "media", "v4l-subdev"]

  private let devices: String
  private let system: String
  private let memory: String
  private let owner: uid_t
  private let group: gid_t

  /// - Parameters:
  ///   - devices: where the nodes are.
  ///   - system: where the kernel shows its devices and drivers.
  ///   - memory: a file that says, until the next start of the machine, what was taken from which driver.
  ///   - owner: whom nodes belong to, and `group` who may use them when they are open to somebody.
  package init(
    devices: String = "/dev", system: String = "/sys", memory: String = "/run/moodbox-guard/unbound", owner: uid_t = 0,
    group: gid_t
  ) {
    self.devices = devices
    self.system = system
    self.memory = memory
    self.owner = owner
    self.group = group
  }

  /// Takes all away. What fails is passed over, so that as much as can be is closed; returns what failed.
  package func close() -> [IOFailure] {
    let nodes = nodes()
    return nodes.flatMap { shut($0) } + release()
  }

  /// Gives back what ``close()`` took. Returns what failed.
  package func open() -> [IOFailure] {
    var failures = rebind()
    for node in nodes() {
      do throws(IOFailure) {
        // A node that somebody else made what it is, such as an administrator, stays that.
        guard try mode(of: node) & 0o777 == 0 else { continue }
        try valueOrErrno("chown", on: node) { chown(node, owner, group) }
        try valueOrErrno("chmod", on: node) { chmod(node, 0o660) }
      } catch {
        failures.append(error)
      }
    }
    return failures
  }

  private func nodes() -> [String] {
    names(in: devices).filter { name in
      Self.kinds.contains { name.hasPrefix($0) && Int(name.dropFirst($0.count)) != nil }
    }.map { "\(devices)/\($0)" }
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private func mode(of node: String) throws(IOFailure) -> mode_t {
    var status = stat()
    try valueOrErrno("stat", on: node) { stat(node, &status) }
    return status.st_mode
  }

  /// The mode first: it is what closes the node to most.
  private func shut(_ node: String) -> [IOFailure] {
    do throws(IOFailure) {
      try valueOrErrno("chmod", on: node) { chmod(node, 0) }
      try valueOrErrno("chown", on: node) { chown(node, owner, owner) }
      return []
    } catch {
      // Unplugged meanwhile.
      return error.code == ENOENT ? [] : [error]
    }
  }

  // MARK: - Drivers

  /// Takes cameras at USB from their drivers.
  private func release() -> [IOFailure] {
    var failures: [IOFailure] = []
    for (driver, device) in bindings() {
      do throws(IOFailure) {
        // First remembered, so that it comes back whatever happens in between.
        try append("\(driver) \(device)\n", to: memory)
        try write(device, to: "\(driver)/unbind")
      } catch {
        // Unplugged meanwhile.
        if error.code != ENODEV { failures.append(error) }
      }
    }
    return failures
  }

  /// Drivers' folders and the names of the interfaces at USB that they drive and that are cameras, each once.
  private func bindings() -> [(driver: String, device: String)] {
    var found: [String: String] = [:]
    let cameras = "\(system)/class/video4linux"
    for name in names(in: cameras) {
      guard let device = resolved("\(cameras)/\(name)/device"), let driver = resolved("\(device)/driver"),
        resolved("\(device)/subsystem")?.hasSuffix("/usb") == true
      else { continue }
      found[lastName(device)] = driver
    }
    return found.sorted { $0.key < $1.key }.map { ($0.value, $0.key) }
  }

  private func rebind() -> [IOFailure] {
    guard let bytes = try? WholeFile.read(memory, limit: 1 << 16) else { return [] }
    var failures: [IOFailure] = []
    for line in Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n")) {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 2 else { continue }
      do throws(IOFailure) {
        try write(words[1], to: "\(words[0])/bind")
      } catch {
        // Unplugged meanwhile, or plugged in again and bound by itself.
        if ![ENODEV, EBUSY, EINVAL].contains(error.code) { failures.append(error) }
      }
    }
    unlink(memory)
    return failures
  }

  private func resolved(_ path: String) -> String? {
    guard let target = realpath(path, nil) else { return nil }
    defer { free(target) }
    return String(cString: target)
  }

  private func lastName(_ path: String) -> String { String(path[path.index(after: path.lastIndex(of: "/")!)...]) }

  private func append(_ text: String, to path: String) throws(IOFailure) {
    try put(text, to: path, O_WRONLY | O_CREAT | O_APPEND)
  }

  private func write(_ text: String, to path: String) throws(IOFailure) { try put(text, to: path, O_WRONLY) }

  private func put(_ text: String, to path: String, _ flags: CInt) throws(IOFailure) {
    let file = try FileDescriptor(opening: path, flags, mode: 0o600)
    let bytes = Array(text.utf8)
    try file.withRaw { (raw) throws(IOFailure) in
      _ = try valueOrErrno("write", on: path) { Glibc.write(raw, bytes, bytes.count) }
    }
  }
}
