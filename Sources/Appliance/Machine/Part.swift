/// A part of the box that can break and come back without the others.
package enum Part: String, CaseIterable, Sendable {
  case camera, speaker, lights, button, broker
  /// The folder in which state is kept.
  case storage
  /// The songs.
  case library
}
