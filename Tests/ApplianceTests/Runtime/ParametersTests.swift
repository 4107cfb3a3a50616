import Appliance
import Domain
import Settings
import Testing

@Suite("The owner's settings")
struct ParametersTests {
  @Test("reach the machine and the evidence")
  func reach() {
    var settings = Settings()
    settings.player.volume = 25
    settings.player.volumeLimit = 70
    settings.watching.interval = 20
    settings.watching.dwell = 45
    settings.mood.lookSeconds = 3
    settings.mood.confidence = 0.4
    settings.mood.sure = 0.75
    settings.mood.frames = 2
    let parameters = Runtime.Parameters(settings)
    #expect(parameters.volume == 25)
    #expect(parameters.machine.volumeLimit == 70)
    #expect(parameters.machine.watchInterval == .seconds(20))
    #expect(parameters.machine.watchDwell == .seconds(45))
    #expect(parameters.machine.watchConfidence == 0.575)
    #expect(parameters.evidence.faceTimeout + parameters.evidence.patience == .seconds(3))
    #expect(parameters.evidence.threshold == 0.4)
    #expect(parameters.evidence.sureness == 0.75)
    #expect(parameters.evidence.minimumFrames == 2)
    #expect(parameters.machine.lookLimit > .seconds(3))
  }

  @Test("say when the box may watch: always, unless there is a schedule")
  func hours() {
    var settings = Settings()
    #expect(Runtime.Parameters(settings).isWatchTime())
    // Two schedules of which one must hold, and not both.
    settings.watching.schedule = WeekSchedule("00:00-12:00")!
    let morning = Runtime.Parameters(settings).isWatchTime
    settings.watching.schedule = WeekSchedule("12:00-24:00")!
    let evening = Runtime.Parameters(settings).isWatchTime
    var answers: [Bool] = []
    // Noon or midnight may pass between the two questions, but not twice.
    for _ in 0..<3 { answers.append(morning() != evening()) }
    #expect(answers.contains(true))
  }
}
