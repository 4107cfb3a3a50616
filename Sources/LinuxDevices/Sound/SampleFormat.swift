import CAlsa

/// How a sample lies in a device's buffer. The order is that of preference: as many bits as the card has.
enum SampleFormat: CaseIterable, Sendable {
  /// 32 bits, of which a float fills 24.
  case s32
  /// 24 bits in three bytes.
  case s24Packed
  /// 24 bits in the lower three of four bytes.
  case s24
  case float
  /// 16 bits, which take dither.
  case s16

  var alsa: snd_pcm_format_t {
    switch self {
    case .s32: SND_PCM_FORMAT_S32_LE
    case .s24Packed: SND_PCM_FORMAT_S24_3LE
    case .s24: SND_PCM_FORMAT_S24_LE
    case .float: SND_PCM_FORMAT_FLOAT_LE
    case .s16: SND_PCM_FORMAT_S16_LE
    }
  }

  var bytes: Int {
    switch self {
    case .s32, .s24, .float: 4
    case .s24Packed: 3
    case .s16: 2
    }
  }

  /// For people.
  var name: String {
    switch self {
    case .s32: "32 bits"
    case .s24Packed, .s24: "24 bits"
    case .float: "floating point"
    case .s16: "16 bits"
    }
  }
}
