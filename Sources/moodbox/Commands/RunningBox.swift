import Appliance
import Settings

/// The box, if it is running.
struct RunningBox {
  let client: ControlClient

  /// Nil when nobody listens on the socket. Throws when the box cannot be asked: one that does not let us in is running
  /// all the same, and has its camera and its catalog to itself.
  init?(_ settings: Settings) async throws {
    client = ControlClient(path: settings.socket)
    do {
      _ = try await client.request(.status)
    } catch ControlFailure.notRunning {
      return nil
    }
  }
}
