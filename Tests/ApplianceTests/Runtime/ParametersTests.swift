import Appliance
import Settings
import Testing

@Suite("The owner's settings")
struct ParametersTests {
  @Test("reach the machine and the evidence")
  func reach() {
    var settings = Settings()
    settings.player.volume = 25
    settings.player.volumeLimit = 70
    settings.watch.enabled = true
    settings.watch.minutes = 5
    settings.mood.lookSeconds = 3
    settings.mood.confidence = 0.4
    settings.mood.sure = 0.75
    settings.mood.frames = 2
    let parameters = Runtime.Parameters(settings)
    #expect(parameters.volume == 25)
    #expect(parameters.machine.volumeLimit == 70)
    #expect(parameters.machine.watch == .seconds(300))
    #expect(parameters.evidence.faceTimeout + parameters.evidence.patience == .seconds(3))
    #expect(parameters.evidence.threshold == 0.4)
    #expect(parameters.evidence.sureness == 0.75)
    #expect(parameters.evidence.minimumFrames == 2)
    #expect(parameters.machine.lookLimit > .seconds(3))
  }

  @Test("do not watch unless asked to")
  func quiet() { #expect(Runtime.Parameters(Settings()).machine.watch == nil) }
}
