/// A time of the week, as the clock on the wall shows it.
package struct LocalTime: Equatable, Sendable {
  /// 0 is Monday, 6 Sunday.
  package let weekday: Int
  /// Of the day: 0..<1440.
  package let minute: Int

  package init(weekday: Int, minute: Int) {
    self.weekday = weekday
    self.minute = minute
  }
}
