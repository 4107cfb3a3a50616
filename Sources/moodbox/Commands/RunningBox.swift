import Appliance
import Settings

/// The box, if it is running.
struct RunningBox {
  let client: ControlClient

  /// Nil when nobody listens on the socket. Throws when the box cannot be asked: one that does not let us in is running
  /// all the same, and has its camera and its catalog to itself. So is one that was halted, and it need not answer.
  init?(_ settings: Settings) throws {
    client = ControlClient(path: settings.socket)
    do throws(ControlFailure) {
      try client.reach()
    } catch {
      // Not as a pattern after `catch`, over which Swift 6.0's compiler trips.
      if case .notRunning = error { return nil }
      throw error
    }
  }
}
