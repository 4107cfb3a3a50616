import CAlsa

/// A call into ALSA that failed: which one, on which device, and why.
package struct AlsaFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The call, as ALSA's reference names it, such as `snd_pcm_open`.
  package let call: String
  /// The device's name in ALSA's configuration, such as `default` or `plughw:CARD=vc4hdmi0`.
  package let device: String
  /// A negative `errno`, or one of ALSA's own codes.
  package let code: Int32

  init(_ call: String, on device: String, code: Int32) {
    self.call = call
    self.device = device
    self.code = code
  }

  package var description: String {
    var words = "\(device): \(call): \(String(cString: snd_strerror(code)))"
    if call == "snd_pcm_open" { words += "; `aplay -L` lists the devices there are" }
    if call.hasPrefix("snd_pcm_hw_params") {
      words += "; with `plughw:` in place of `hw:` in its name ALSA converts to what the card takes"
    }
    return words
  }
}
