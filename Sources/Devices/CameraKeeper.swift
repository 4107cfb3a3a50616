/// Whoever keeps the camera from everybody while privacy is on, outside the box's own process.
package protocol CameraKeeper: Sendable {
  /// Whether it keeps the camera now. Throws when it cannot be asked.
  func isPrivate() async throws -> Bool

  /// Takes the camera away, or asks for it back; returns when that is so and would still be after a power cut. Throws, in words
  /// for people, when it is not: it gives the camera back only for reasons of its own.
  func setPrivacy(_ on: Bool) async throws
}
