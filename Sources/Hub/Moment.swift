import FoundationEssentials

/// What the two clocks said at one time: payloads carry dates, ages are told by the clock that never jumps.
package struct Moment: Equatable, Sendable {
  /// The monotonic clock.
  package let uptime: Duration
  /// The clock on the wall, as far as the box knows it.
  package let date: Date

  package init(uptime: Duration, date: Date) {
    self.uptime = uptime
    self.date = date
  }

  /// The date at another time of the monotonic clock.
  func date(of uptime: Duration) -> Date { date.addingTimeInterval((uptime - self.uptime) / .seconds(1)) }
}

extension JSONValue {
  /// ISO 8601 in UTC with milliseconds, such as `2026-01-31T08:15:30.250Z`.
  static func date(_ date: Date) -> JSONValue {
    .string(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }
}
