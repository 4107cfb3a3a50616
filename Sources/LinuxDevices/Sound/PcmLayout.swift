import CAlsa

/// An opened playback device and what was agreed with it. A plain value: ``Pcm`` becomes the handle's one owner.
struct PcmLayout {
  let handle: OpaquePointer
  /// Frames a second.
  let rate: Int
  let format: SampleFormat
  /// Frames between two interrupts, and in the whole buffer.
  let period: Int
  let buffer: Int
  /// Number of the sound card; below 0 when there is none behind it, or ALSA does not tell.
  let card: Int32
  /// Rates that the device takes without converting, of those that occur.
  let rates: [Int]

  /// What music comes in, the usual ones first.
  static let usualRates = [
    48_000, 44_100, 96_000, 88_200, 192_000, 176_400, 32_000, 64_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    384_000, 352_800, 5_512,
  ]

  /// The rate to run at for sound of `rate`, when the device takes `rates`: that one, or a multiple, or the nearest of
  /// those that lose nothing, or the highest.
  static func best(for rate: Int, among rates: [Int]) -> Int? {
    if let exact = [1, 2, 4].lazy.map({ rate * $0 }).first(where: rates.contains) { return exact }
    return rates.filter { $0 >= rate }.min() ?? rates.max()
  }

  /// `snd_pcm_open`, then its parameters. ALSA converts neither rate nor, where it can be helped, format: the player
  /// resamples better, and dithers.
  ///
  /// - Parameters:
  ///   - delay: how much the device may hold, so that a busy machine does not stutter; it is also how late a change is heard.
  ///   - limit: rates and formats to do with, as if the card had no others.
  static func open(
    device: String, for rate: Int, delay: Duration, within limit: (rates: [Int]?, formats: [SampleFormat])
  ) throws(AlsaFailure) -> PcmLayout {
    var opened: OpaquePointer?
    // Not blocking: a card that another program holds would be waited for, for ever and without a word.
    let code = snd_pcm_open(
      &opened, device, SND_PCM_STREAM_PLAYBACK, Int32(SND_PCM_NONBLOCK) | Int32(SND_PCM_NO_AUTO_FORMAT))
    guard code >= 0, let handle = opened else { throw AlsaFailure("snd_pcm_open", on: device, code: code) }
    do throws(AlsaFailure) {
      try check("snd_pcm_nonblock", on: device, snd_pcm_nonblock(handle, 0))
      return try setUp(handle, device: device, rate: rate, delay: delay, limit: limit)
    } catch {
      snd_pcm_close(handle)
      throw error
    }
  }

  private static func check(_ call: String, on device: String, _ code: Int32) throws(AlsaFailure) {
    guard code >= 0 else { throw AlsaFailure(call, on: device, code: code) }
  }

  private static func setUp(
    _ handle: OpaquePointer, device: String, rate wanted: Int, delay: Duration,
    limit: (rates: [Int]?, formats: [SampleFormat])
  ) throws(AlsaFailure) -> PcmLayout {
    func check(_ call: String, _ code: Int32) throws(AlsaFailure) { try Self.check(call, on: device, code) }
    var hardware: OpaquePointer?
    try check("snd_pcm_hw_params_malloc", snd_pcm_hw_params_malloc(&hardware))
    defer { snd_pcm_hw_params_free(hardware) }
    try check("snd_pcm_hw_params_any", snd_pcm_hw_params_any(handle, hardware))
    snd_pcm_hw_params_set_rate_resample(handle, hardware, 0)
    try check(
      "snd_pcm_hw_params_set_access",
      snd_pcm_hw_params_set_access(handle, hardware, SND_PCM_ACCESS_RW_INTERLEAVED))
    try check("snd_pcm_hw_params_set_channels", snd_pcm_hw_params_set_channels(handle, hardware, 2))
    let format = limit.formats.first { snd_pcm_hw_params_test_format(handle, hardware, $0.alsa) == 0 } ?? .s16
    try check("snd_pcm_hw_params_set_format", snd_pcm_hw_params_set_format(handle, hardware, format.alsa))
    let rates = (limit.rates ?? usualRates + [wanted]).filter {
      snd_pcm_hw_params_test_rate(handle, hardware, UInt32($0), 0) == 0
    }
    let rate = best(for: wanted, among: rates) ?? usualRates[0]
    if rates.isEmpty { snd_pcm_hw_params_set_rate_resample(handle, hardware, 1) }
    try check("snd_pcm_hw_params_set_rate", snd_pcm_hw_params_set_rate(handle, hardware, UInt32(rate), 0))
    var (buffer, period) = (UInt32(delay / .microseconds(1)), UInt32(20_000))  // microseconds
    try check(
      "snd_pcm_hw_params_set_buffer_time_near",
      snd_pcm_hw_params_set_buffer_time_near(handle, hardware, &buffer, nil))
    try check(
      "snd_pcm_hw_params_set_period_time_near",
      snd_pcm_hw_params_set_period_time_near(handle, hardware, &period, nil))
    try check("snd_pcm_hw_params", snd_pcm_hw_params(handle, hardware))
    var (bufferFrames, periodFrames): (snd_pcm_uframes_t, snd_pcm_uframes_t) = (0, 0)
    try check("snd_pcm_get_params", snd_pcm_get_params(handle, &bufferFrames, &periodFrames))
    // A device without a clock may have periods as long as its buffer, and that of minutes.
    let block = max(1, min(Int(periodFrames), Int(bufferFrames) / 2, rate / 50))
    // An eighth of a second before anything is heard: a processor that is slow to read the song's beginning leaves no gap
    // behind it. A block less than the buffer at most, since until it plays nobody is told of less room than that.
    let start = max(2 * block, min(Int(bufferFrames) - block, rate / 8) / block * block)

    var software: OpaquePointer?
    try check("snd_pcm_sw_params_malloc", snd_pcm_sw_params_malloc(&software))
    defer { snd_pcm_sw_params_free(software) }
    try check("snd_pcm_sw_params_current", snd_pcm_sw_params_current(handle, software))
    try check(
      "snd_pcm_sw_params_set_start_threshold",
      snd_pcm_sw_params_set_start_threshold(handle, software, snd_pcm_uframes_t(start)))
    try check(
      "snd_pcm_sw_params_set_avail_min",
      snd_pcm_sw_params_set_avail_min(handle, software, snd_pcm_uframes_t(block)))
    try check("snd_pcm_sw_params", snd_pcm_sw_params(handle, software))
    var info: OpaquePointer?
    try check("snd_pcm_info_malloc", snd_pcm_info_malloc(&info))
    defer { snd_pcm_info_free(info) }
    let card = snd_pcm_info(handle, info) == 0 ? snd_pcm_info_get_card(info) : -1
    return PcmLayout(
      handle: handle, rate: rate, format: format, period: block, buffer: Int(bufferFrames), card: card, rates: rates)
  }
}
