import CTime
import Glibc

/// The clock on the wall, in the machine's time zone.
package enum WallClock {
  /// Since the first second of 1970, without leap seconds (clock_gettime(2)).
  package static var nanoseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  /// The whole ones of ``nanoseconds``.
  package static var seconds: Int64 { nanoseconds / 1_000_000_000 }

  /// 0 is Monday; minutes of the day.
  package static var timeOfWeek: (weekday: Int, minute: Int) {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return ((Int(parts.tm_wday) + 6) % 7, Int(parts.tm_hour) * 60 + Int(parts.tm_min))
  }

  /// Whether somebody keeps it right, as the kernel knows (adjtimex(2)); nil where it does not say.
  package static var isKept: Bool? {
    switch clock_is_kept() {
    case 1: true
    case 0: false
    default: nil
    }
  }
}
