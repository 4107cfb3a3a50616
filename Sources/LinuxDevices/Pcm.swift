import CAlsa
import Glibc

/// The one owner of an open ALSA playback device (`snd_pcm_t`), set up for 16-bit stereo.
///
/// It is never mixed into a larger value that can fail to be made, and its calls block: they belong on a queue of
/// their own.
struct Pcm: ~Copyable {
  private let handle: OpaquePointer
  private let device: String
  /// What may stay with the card when frames are taken back; nil when its position is too coarse to take back any.
  private let margin: Int?

  /// How often in a row a device may run dry within one write before it counts as broken.
  private static let patience = 8

  /// `snd_pcm_open`, then its parameters. Sound starts with two periods of 25 ms and is buffered for half a second,
  /// like MPD's, so that a busy machine does not stutter.
  init(device: String, sampleRate: Int) throws(AlsaFailure) {
    var opened: OpaquePointer?
    // Not blocking: a card that another program holds would be waited for, for ever and without a word.
    let code = snd_pcm_open(&opened, device, SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK)
    guard code >= 0, let handle = opened else { throw AlsaFailure("snd_pcm_open", on: device, code: code) }
    let isCoarse: Bool
    do throws(AlsaFailure) {
      let blocking = snd_pcm_nonblock(handle, 0)
      guard blocking >= 0 else { throw AlsaFailure("snd_pcm_nonblock", on: device, code: blocking) }
      isCoarse = try Self.setUp(handle, device: device, sampleRate: sampleRate)
    } catch {
      snd_pcm_close(handle)
      throw error
    }
    self.handle = handle
    self.device = device
    margin = isCoarse ? nil : sampleRate / 40
  }

  deinit { snd_pcm_close(handle) }

  /// Waits until all frames fit into the buffer. A device that ran dry, or was asleep, is set going again.
  /// `snd_pcm_writei`, `snd_pcm_recover`
  borrowing func write(_ samples: [Int16]) throws(AlsaFailure) {
    var written = 0
    var stumbles = 0
    while written < samples.count {
      let result = samples.withUnsafeBufferPointer {
        snd_pcm_writei(handle, $0.baseAddress! + written, snd_pcm_uframes_t((samples.count - written) / 2))
      }
      if result > 0 {
        written += result * 2
        stumbles = 0
        continue
      }
      stumbles += 1
      guard stumbles <= Self.patience, result < 0, snd_pcm_recover(handle, Int32(result), 1) >= 0 else {
        throw AlsaFailure("snd_pcm_writei", on: device, code: result < 0 ? Int32(result) : -EIO)
      }
    }
  }

  /// Frames that are in the buffer, or on their way behind it. `snd_pcm_delay`
  borrowing func delay() -> Int {
    var frames: snd_pcm_sframes_t = 0
    return snd_pcm_delay(handle, &frames) < 0 ? 0 : max(0, frames)
  }

  /// Takes back what is not about to be heard, `limit` frames at most, and says how many that was. `snd_pcm_rewind`
  borrowing func takeBack(atMost limit: Int) -> Int {
    guard let margin else { return 0 }
    // Plug-ins without a card claim to give back what they passed on long ago.
    let frames = min(min(snd_pcm_rewindable(handle), delay()) - margin, limit)
    return frames > 0 ? max(0, snd_pcm_rewind(handle, snd_pcm_uframes_t(frames))) : 0
  }

  /// Forgets what is in the buffer. `snd_pcm_drop`
  borrowing func drop() { snd_pcm_drop(handle) }

  /// Waits until the buffer was heard. `snd_pcm_drain`
  borrowing func drain() throws(AlsaFailure) {
    let code = snd_pcm_drain(handle)
    guard code >= 0 else { throw AlsaFailure("snd_pcm_drain", on: device, code: code) }
  }

  /// Returns whether the card tells its position only now and then.
  private static func setUp(_ handle: OpaquePointer, device: String, sampleRate: Int) throws(AlsaFailure) -> Bool {
    func check(_ call: String, _ code: Int32) throws(AlsaFailure) {
      guard code >= 0 else { throw AlsaFailure(call, on: device, code: code) }
    }
    var hardware: OpaquePointer?
    try check("snd_pcm_hw_params_malloc", snd_pcm_hw_params_malloc(&hardware))
    defer { snd_pcm_hw_params_free(hardware) }
    try check("snd_pcm_hw_params_any", snd_pcm_hw_params_any(handle, hardware))
    try check(
      "snd_pcm_hw_params_set_access",
      snd_pcm_hw_params_set_access(handle, hardware, SND_PCM_ACCESS_RW_INTERLEAVED))
    try check(
      "snd_pcm_hw_params_set_format", snd_pcm_hw_params_set_format(handle, hardware, SND_PCM_FORMAT_S16_LE))
    try check("snd_pcm_hw_params_set_channels", snd_pcm_hw_params_set_channels(handle, hardware, 2))
    try check("snd_pcm_hw_params_set_rate", snd_pcm_hw_params_set_rate(handle, hardware, UInt32(sampleRate), 0))
    var (buffer, period): (UInt32, UInt32) = (500_000, 25_000)  // microseconds
    try check(
      "snd_pcm_hw_params_set_buffer_time_near",
      snd_pcm_hw_params_set_buffer_time_near(handle, hardware, &buffer, nil))
    try check(
      "snd_pcm_hw_params_set_period_time_near",
      snd_pcm_hw_params_set_period_time_near(handle, hardware, &period, nil))
    try check("snd_pcm_hw_params", snd_pcm_hw_params(handle, hardware))
    var (bufferFrames, periodFrames): (snd_pcm_uframes_t, snd_pcm_uframes_t) = (0, 0)
    try check("snd_pcm_get_params", snd_pcm_get_params(handle, &bufferFrames, &periodFrames))

    var software: OpaquePointer?
    try check("snd_pcm_sw_params_malloc", snd_pcm_sw_params_malloc(&software))
    defer { snd_pcm_sw_params_free(software) }
    try check("snd_pcm_sw_params_current", snd_pcm_sw_params_current(handle, software))
    try check(
      "snd_pcm_sw_params_set_start_threshold",
      snd_pcm_sw_params_set_start_threshold(handle, software, 2 * periodFrames))
    try check("snd_pcm_sw_params", snd_pcm_sw_params(handle, software))
    return snd_pcm_hw_params_is_batch(hardware) != 0
  }
}
