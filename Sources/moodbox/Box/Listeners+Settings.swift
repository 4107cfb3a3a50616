import Appliance
import Library
import Settings

extension Listeners {
  /// Where the settings place them. A box that cannot keep listeners plays all the same: it says why to whoever asks.
  init(_ settings: Settings) {
    var parameters = Parameters()
    parameters.retention = settings.listeners.retention
    parameters.targets = settings.targets
    do {
      self.init(store: try Songs.listeners(settings), chosen: settings.listeners.use, parameters)
    } catch {
      self.init(store: nil, problem: "\(error)", parameters)
    }
  }
}
