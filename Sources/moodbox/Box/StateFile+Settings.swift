import Appliance
import Settings

extension QueueFile {
  /// Where the settings place it.
  init(_ settings: Settings) { self.init(path: "\(settings.state)/queue.json") }
}

extension StateFile {
  /// Where the settings place it.
  init(_ settings: Settings) { self.init(path: "\(settings.state)/box.json") }
}
