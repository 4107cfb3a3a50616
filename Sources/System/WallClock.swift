import CTime
import Glibc

/// The clock on the wall, in the machine's time zone.
package enum WallClock {
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
