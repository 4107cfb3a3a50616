import CAlsa

/// The sound cards of this machine.
package enum SoundCards {
  /// Whether the kernel knows any.
  package static var areThere: Bool {
    var number: CInt = -1
    return snd_card_next(&number) == 0 && number >= 0
  }
}
