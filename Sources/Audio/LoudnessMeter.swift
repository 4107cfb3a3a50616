import CEbur128

/// The one owner of a libebur128 meter: integrated loudness by EBU R 128 (ITU-R BS.1770).
struct LoudnessMeter: ~Copyable {
  /// What counts as silence: the absolute gate of BS.1770, in LUFS.
  static let silence: Float = -70

  private var state: UnsafeMutablePointer<ebur128_state>?

  /// For stereo. In histogram mode its memory does not grow with the song, and it is exact to 0.1 LU.
  /// `ebur128_init`, which fails only when memory runs out.
  init(sampleRate: Int) {
    let mode = Int32(EBUR128_MODE_I.rawValue | EBUR128_MODE_HISTOGRAM.rawValue)
    state = ebur128_init(2, UInt(sampleRate), mode)
    precondition(state != nil, "no memory for a loudness meter")
  }

  deinit {
    var state = state
    ebur128_destroy(&state)
  }

  /// `ebur128_add_frames_float`
  borrowing func push(_ stereo: [Float]) {
    ebur128_add_frames_float(state, stereo, stereo.count / 2)
  }

  /// In LUFS, −70 or above. `ebur128_loudness_global`
  var loudness: Float {
    var loudness = 0.0
    guard ebur128_loudness_global(state, &loudness) == 0, loudness.isFinite else { return Self.silence }
    return max(Float(loudness), Self.silence)
  }
}
