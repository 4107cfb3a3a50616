import Hub
import Settings
import System

extension BoxID {
  /// The name that the settings give the box; without one, a name that is always the same for this machine.
  init(_ settings: Settings) throws(Failure) {
    if !settings.id.isEmpty, let box = BoxID(settings.id) {
      self = box
      return
    }
    do throws(IOFailure) {
      self.init(hash: try MachineIdentity.hash(for: "moodbox"))
    } catch {
      throw Failure("\(error); give the box a name with the setting id")
    }
  }
}
