import Domain
import Hub
import System

extension BoxHealth {
  /// Measures this process and this machine as Linux tells them: `/proc/self/statm`, and the first thermal zone. Whether
  /// the processor is throttled, the Raspberry Pi's firmware says in the four low bits.
  static func measured(uptime: Duration, queued: Int, faults: [String], lastError: String?) -> BoxHealth {
    let pages = text("/proc/self/statm")?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    let thousandths = text("/sys/class/thermal/thermal_zone0/temp").flatMap { Float($0) }
    let throttling = text("/sys/devices/platform/soc/soc:firmware/get_throttled").flatMap { Int($0, radix: 16) }
    return BoxHealth(
      uptime: uptime, memory: (pages ?? 0) * MemoryPage.size, temperature: thousandths.map { $0 / 1000 },
      throttled: throttling.map { $0 & 0xF != 0 }, queued: queued, faults: faults, lastError: lastError)
  }

  private static func text(_ path: String) -> String? {
    guard let bytes = try? WholeFile.read(path, limit: 4096) else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
