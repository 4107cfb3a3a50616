/// Whether the camera can see, as far as the box can be sure.
package enum Shutter: Sendable {
  case closed
  /// Open, or about to be.
  case open
  /// Told to close, or closing by itself; it may still see.
  case closing
}
