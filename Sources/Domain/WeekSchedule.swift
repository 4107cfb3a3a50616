/// Hours of the week, such as `mon-fri 07:00-09:00, sat-sun 10:00-01:00`. Without days an entry counts on all of them; one that
/// ends before it begins ends on the next day; no entries at all mean always.
package struct WeekSchedule: Equatable, Sendable, CustomStringConvertible {
  private struct Span: Equatable {
    let days: Set<Int>
    /// Minutes of the day.
    let start: Int
    let end: Int

    func contains(_ time: LocalTime) -> Bool {
      if start < end { return days.contains(time.weekday) && (start..<end).contains(time.minute) }
      // Over midnight: the evening of its own day, and the small hours of the next.
      let dayBefore = (time.weekday + 6) % 7
      return days.contains(time.weekday) && time.minute >= start || days.contains(dayBefore) && time.minute < end
    }
  }

  private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private let spans: [Span]
  package let description: String

  package static let always = WeekSchedule("")!

  /// Nil when the text is none.
  package init?(_ text: String) {
    var spans: [Span] = []
    let entries = text.lowercased().split(separator: ",", omittingEmptySubsequences: false)
    for entry in entries where entries.count > 1 || !entry.allSatisfy({ $0 == " " }) {
      guard let span = Self.span(entry) else { return nil }
      spans.append(span)
    }
    self.spans = spans
    description = text
  }

  package func contains(_ time: LocalTime) -> Bool { spans.isEmpty || spans.contains { $0.contains(time) } }

  private static func span(_ entry: Substring) -> Span? {
    let words = entry.split(separator: " ")
    guard (1...2).contains(words.count), let hours = words.last?.split(separator: "-"), hours.count == 2,
      let start = minute(hours[0]), let end = minute(hours[1]), start != end, start < 1440
    else { return nil }
    guard words.count == 2 else { return Span(days: Set(0...6), start: start, end: end) }
    guard let days = days(words[0]) else { return nil }
    return Span(days: days, start: start, end: end)
  }

  /// `sat`, or `fri-mon`, which goes round the end of the week.
  private static func days(_ word: Substring) -> Set<Int>? {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { names.firstIndex(of: String($0)) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
    let count = (last - first + 7) % 7
    return Set((0...count).map { (first + $0) % 7 })
  }

  /// `7:05` or `07:05`; `24:00` is the end of the day.
  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 1440
    else { return nil }
    return hour * 60 + minute
  }
}
