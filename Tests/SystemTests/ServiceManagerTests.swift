import FoundationEssentials
import Glibc
import Testing

@testable import System

@Suite("The service manager")
struct ServiceManagerTests {
  /// A socket as systemd has one.
  private final class Manager {
    let socket: FileDescriptor

    init(at path: String) throws {
      let address = try LocalAddress(path)
      socket = try LocalAddress.socket(SOCK_DGRAM)
      try socket.withRaw { (raw) throws(IOFailure) in try address.apply("bind") { bind(raw, $0, $1) } }
    }

    /// What it was told next; empty when nothing.
    func heard() -> String {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = socket.withRaw { recv($0, &bytes, bytes.count, 0) }
      return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
  }

  @Test("hears what the service tells it, each time as one message")
  func tells() throws {
    let folder = TemporaryFolder()
    let path = folder.url.path + "/notify"
    let manager = try Manager(at: path)
    let service = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": path]))
    try service.tell(["READY=1", "STATUS=Ready"])
    try service.tell(["WATCHDOG=1"])
    #expect(manager.heard() == "READY=1\nSTATUS=Ready")
    #expect(manager.heard() == "WATCHDOG=1")
    #expect(manager.heard() == "")
  }

  @Test("may listen on a socket that is in no file system")
  func abstract() throws {
    let name = "@moodbox-\(UUID().uuidString)"
    let manager = try Manager(at: name)
    try #require(ServiceManager(environment: ["NOTIFY_SOCKET": name])).tell(["READY=1"])
    #expect(manager.heard() == "READY=1")
  }

  @Test("is not there in a terminal")
  func absent() {
    #expect(ServiceManager(environment: [:]) == nil)
    #expect(ServiceManager(environment: ["NOTIFY_SOCKET": "vsock:2:1234"]) == nil)
  }

  @Test("that has gone is an error, and nothing to wait for")
  func gone() throws {
    let folder = TemporaryFolder()
    let service = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": folder.url.path + "/notify"]))
    #expect(throws: IOFailure.self) { try service.tell(["READY=1"]) }
  }

  @Test("says to the process that it watches how often it wants a sign of life")
  func watchdog() throws {
    func interval(_ more: [String: String]) -> Duration? {
      ServiceManager(environment: ["NOTIFY_SOCKET": "/run/notify"].merging(more) { $1 })?.watchdog
    }
    #expect(interval(["WATCHDOG_USEC": "60000000"]) == .seconds(60))
    #expect(interval(["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "\(getpid())"]) == .seconds(60))
    #expect(interval(["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"]) == nil)
    #expect(
      interval(["WATCHDOG_USEC": "0"]) == nil && interval(["WATCHDOG_USEC": "soon"]) == nil && interval([:]) == nil)
  }
}
