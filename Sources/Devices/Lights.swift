/// The LEDs.
package protocol Lights: Sendable {
  /// Sets all of them at once. Throws when the lines are lost.
  func show(_ lamps: Lamps) async throws
}
