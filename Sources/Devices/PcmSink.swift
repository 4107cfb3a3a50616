/// Where sound goes: a sound card, a file, a recorder in tests.
///
/// Samples are interleaved stereo, 32-bit float, −1…1, at ``sampleRate``. One task uses a sink at a time.
package protocol PcmSink: Sendable {
  /// Frames a second, such as 48 000.
  var sampleRate: Int { get }

  /// Hands over frames in order; returns when they are taken, which paces the caller. Opens the device if it is closed.
  /// Throws when the device is lost.
  func write(_ samples: [Float]) async throws

  /// Frames handed over that are not heard yet.
  func delay() async -> Int

  /// Takes back the last frames handed over, as many as the device lets go of while it plays on but no more than
  /// `limit`, and says how many: what is written next comes in their place. 0 where the device cannot.
  func takeBack(atMost limit: Int) async -> Int

  /// Forgets what is not heard yet and closes the device, at once.
  func drop() async

  /// Returns when everything handed over was heard, and closes the device.
  func drain() async throws
}
