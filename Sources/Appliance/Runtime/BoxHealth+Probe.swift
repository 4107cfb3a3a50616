import Domain
import Hub
import System

extension BoxHealth {
  /// Measures this process and this machine as Linux tells them: `/proc/self/statm`, the first thermal zone, sysinfo(2),
  /// statvfs(3). How the processor and its supply are, the Raspberry Pi's firmware says: the four low bits of
  /// `get_throttled` are what is wrong now, the four from bit 16 what was wrong since it started; the first of each is low voltage.
  ///
  /// - Parameter music: The folder of the songs.
  /// - Parameter state: The folder in which the box stores what it knows.
  static func measured(
    uptime: Duration, queued: Int, underruns: Int, faults: [String], lastError: String?, music: String?,
    state: String?
  ) -> BoxHealth {
    let pages = text("/proc/self/statm")?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    let thousandths = text("/sys/class/thermal/thermal_zone0/temp").flatMap { Float($0) }
    let throttling = text("/sys/devices/platform/soc/soc:firmware/get_throttled").flatMap { Int($0, radix: 16) }
    var health = BoxHealth(
      uptime: uptime, memory: (pages ?? 0) * MemoryPage.size, temperature: thousandths.map { $0 / 1000 },
      throttled: throttling.map { $0 & 0xF != 0 }, queued: queued, faults: faults, lastError: lastError)
    health.underruns = underruns
    health.undervoltage = throttling.map { $0 & 0x1_0001 != 0 }
    health.systemUptime = Machine.uptime
    health.load = Machine.load.map { Float($0) }
    health.clockKept = WallClock.isKept
    health.musicDisk = music.flatMap(disk)
    health.stateDisk = state.flatMap(disk)
    return health
  }

  private static func disk(of folder: String) -> Disk? {
    (try? DiskSpace(at: folder)).map { Disk(free: $0.free, size: $0.size) }
  }

  private static func text(_ path: String) -> String? {
    guard let bytes = try? WholeFile.read(path, limit: 4096) else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
