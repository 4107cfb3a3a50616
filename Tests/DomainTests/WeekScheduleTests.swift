import Domain
import Testing

@Suite("Hours of the week")
struct WeekScheduleTests {
  private func minute(_ hour: Int, _ minute: Int) -> Int { hour * 60 + minute }

  @Test(
    "hold from the first minute to the last but one, on their days",
    arguments: [
      ("", 3, 0, true), (" ", 6, 1439, true),
      ("07:00-09:00", 5, 420, true), ("07:00-09:00", 5, 539, true), ("07:00-09:00", 5, 540, false),
      ("07:00-09:00", 5, 419, false), ("mon-fri 07:00-09:00", 4, 480, true), ("mon-fri 7:00-9:00", 5, 480, false),
      ("sat 10:00-24:00, mon 1:00-2:00", 5, 1439, true), ("sat 10:00-24:00,mon 1:00-2:00", 0, 60, true),
      ("sat 10:00-24:00, mon 1:00-2:00", 6, 60, false), ("FRI-MON 12:00-13:00", 6, 720, true),
      ("fri-mon 12:00-13:00", 2, 720, false),
      ("sun 22:00-02:00", 6, 1320, true), ("sun 22:00-02:00", 0, 119, true), ("sun 22:00-02:00", 0, 120, false),
      ("sun 22:00-02:00", 6, 60, false),
    ] as [(String, Int, Int, Bool)])
  func contains(text: String, weekday: Int, minute: Int, expected: Bool) throws {
    let schedule = try #require(WeekSchedule(text))
    #expect(schedule.contains(LocalTime(weekday: weekday, minute: minute)) == expected)
    #expect(WeekSchedule(schedule.description) == schedule)
  }

  @Test(
    "are nothing else",
    arguments: [
      "always", "7-9", "07:00", "07:00-", "-07:00", "07:00-07:00", "25:00-26:00", "07:60-08:00", "24:00-01:00",
      "moon 07:00-09:00", "mon- 07:00-09:00", "mon-tue-wed 07:00-09:00", "mon 07:00-09:00 x", ",", "07:00-09:00,",
      "+7:00-09:00", "007:00-09:00", "07:0-09:00", "07:00-09:00-10:00", "٠٧:٠٠-٠٩:٠٠",
    ])
  func refused(text: String) { #expect(WeekSchedule(text) == nil) }
}
