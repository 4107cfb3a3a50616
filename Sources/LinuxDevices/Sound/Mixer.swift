import CAlsa
import Glibc

/// The one owner of a card's volume control (`snd_mixer_t` and one simple element of it).
struct Mixer: ~Copyable {
  private let handle: OpaquePointer
  private let element: OpaquePointer
  /// What it can do, in hundredths of a decibel.
  private let range: ClosedRange<Int>

  /// Names that the volume of what is heard usually has, the most direct first.
  private static let usualNames = ["Digital", "PCM", "Master", "Speaker", "Headphone", "HDMI"]

  /// The control of a card, `auto` for the first of the usual ones that knows decibels; nil when there is none.
  /// `snd_mixer_open`, `snd_mixer_attach`, `snd_mixer_selem_register`, `snd_mixer_load`
  static func find(card: Int32, control: String) -> (
    handle: OpaquePointer, element: OpaquePointer, range: ClosedRange<Int>
  )? {
    var opened: OpaquePointer?
    guard card >= 0, control != "none", snd_mixer_open(&opened, 0) == 0, let handle = opened else { return nil }
    guard snd_mixer_attach(handle, "hw:\(card)") == 0, snd_mixer_selem_register(handle, nil, nil) == 0,
      snd_mixer_load(handle) == 0
    else {
      snd_mixer_close(handle)
      return nil
    }
    for name in control == "auto" ? usualNames : [control] {
      var next = snd_mixer_first_elem(handle)
      while let element = next {
        next = snd_mixer_elem_next(element)
        var (least, most) = (0, 0)
        guard String(cString: snd_mixer_selem_get_name(element)) == name,
          snd_mixer_selem_has_playback_volume(element) == 1,
          !isSoftware(name, index: snd_mixer_selem_get_index(element), card: card),
          snd_mixer_selem_get_playback_dB_range(element, &least, &most) == 0, least < most
        else { continue }
        return (handle, element, least...most)
      }
    }
    snd_mixer_close(handle)
    return nil
  }

  /// Whether a program made the control, and the card has none of that name: such as ALSA's `softvol`, which does not dither,
  /// and does nothing for those who do not play through it. `snd_ctl_elem_info_is_user`
  private static func isSoftware(_ name: String, index: UInt32, card: Int32) -> Bool {
    var opened: OpaquePointer?
    var info: OpaquePointer?
    guard snd_ctl_open(&opened, "hw:\(card)", 0) == 0, let control = opened else { return false }
    defer { snd_ctl_close(control) }
    guard snd_ctl_elem_info_malloc(&info) == 0 else { return false }
    defer { snd_ctl_elem_info_free(info) }
    snd_ctl_elem_info_set_interface(info, SND_CTL_ELEM_IFACE_MIXER)
    snd_ctl_elem_info_set_name(info, "\(name) Playback Volume")
    snd_ctl_elem_info_set_index(info, index)
    return snd_ctl_elem_info(control, info) == 0 && snd_ctl_elem_info_is_user(info) == 1
  }

  init(_ found: (handle: OpaquePointer, element: OpaquePointer, range: ClosedRange<Int>)) {
    (handle, element, range) = found
  }

  deinit { snd_mixer_close(handle) }

  /// Sets the control to the gain, or as near above it as it can, and returns the gain that is left to do.
  /// `snd_mixer_selem_set_playback_dB_all`
  borrowing func attenuate(to gain: Float) -> Float {
    let wanted = Self.level(for: gain, in: range)
    guard snd_mixer_selem_set_playback_dB_all(element, wanted, 1) == 0 else { return gain }
    if snd_mixer_selem_has_playback_switch(element) == 1 { snd_mixer_selem_set_playback_switch_all(element, 1) }
    var present = 0
    guard snd_mixer_selem_get_playback_dB(element, SND_MIXER_SCHN_FRONT_LEFT, &present) == 0 else { return gain }
    return Self.rest(of: gain, at: present, in: range)
  }

  /// Where the control is to stand for a gain of 0…1, in hundredths of a decibel. Full volume is 0 dB: what a card can do
  /// beyond that distorts.
  static func level(for gain: Float, in range: ClosedRange<Int>) -> Int {
    let top = min(0, range.upperBound)
    guard gain > 0 else { return range.lowerBound }
    return min(max(top + Int((2_000 * log10f(gain)).rounded(.up)), range.lowerBound), top)
  }

  /// The gain that is left to do when the control stands at a level.
  static func rest(of gain: Float, at level: Int, in range: ClosedRange<Int>) -> Float {
    min(1, gain * powf(10, Float(min(0, range.upperBound) - level) / 2_000))
  }
}
