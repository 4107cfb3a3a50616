import CTime
import Glibc

/// What this machine and its system say of themselves.
package enum Machine {
  /// As os-release(5) names the system, such as `Debian GNU/Linux 13 (trixie)`; nil where it has no such file.
  package static func system(file: String = "/etc/os-release") -> String? {
    guard let bytes = try? WholeFile.read(file, limit: 65_536) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let line = lines.last(where: { $0.hasPrefix("PRETTY_NAME=") }) else { return nil }
    let name = line.dropFirst("PRETTY_NAME=".count)
    let quotes: Set<Character> = ["\"", "'"]
    guard name.count > 1, let quote = name.first, quotes.contains(quote), name.last == quote else {
      return String(name)
    }
    return String(name.dropFirst().dropLast())
  }

  /// The kernel's release and the processor it runs on, such as `6.12.48+deb13-arm64 aarch64`.
  package static var kernel: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    return text(names.release) + " " + text(names.machine)
  }

  /// Since the kernel started, sleep included; nil where it does not say.
  package static var uptime: Duration? {
    var time = timespec()
    guard clock_gettime(CLOCK_BOOTTIME, &time) == 0 else { return nil }
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// Tasks that wanted to run, the mean of the last minute (sysinfo(2)); nil where the kernel does not say.
  package static var load: Double? {
    let load = machine_load()
    return load < 0 ? nil : Double(load) / 65_536
  }

  /// A field of a C structure that holds text up to a zero.
  private static func text<Field>(_ field: Field) -> String {
    withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
