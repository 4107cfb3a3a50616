import Devices
import Domain
import Hub

/// Everything that the box does; the runtime performs these in order.
package enum Effect: Equatable, Sendable {
  /// Shows the lamps, and opens the camera only once they are lit; looks until decided or closed.
  case openCamera(showing: Lamps)
  case closeCamera
  case light(Lamps)

  /// Starts a timer, or starts it again from the beginning.
  case startTimer(BoxTimer, Duration)
  case cancelTimer(BoxTimer)

  case play(Mix)
  case pause
  case resume
  case stop
  case next
  case previous
  case seek(Duration)
  /// 0…100.
  case volume(Int)
  case mute(Bool)
  case policy(MusicPolicy)
  /// Takes down what the listener says of the song that is playing.
  case rate(liked: Bool)

  /// Stores the state so that it survives a power cut; answered by ``Event/stored(_:)`` or
  /// ``Event/storeFailed(reason:)``.
  case store(StoredState)

  /// Tells whoever listens.
  case tell(Bulletin)

  /// A look is over; answers those who asked for it.
  case lookOver(LookEnd)
  /// What was asked will not be done, and why.
  case refuse(String)
}
