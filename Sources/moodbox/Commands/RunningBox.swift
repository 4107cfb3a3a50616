import Appliance
import Settings

/// The box, if it is running and answers.
struct RunningBox {
  let client: ControlClient

  init?(_ settings: Settings) async {
    let client = ControlClient(path: settings.socket)
    guard (try? await client.request(.status)) != nil else { return nil }
    self.client = client
  }
}
