/// Privacy: in force at once, stored before it is announced.
extension ApplianceMachine {
  mutating func setPrivacy(_ wanted: Bool) {
    guard privacy != wanted else { return }
    privacy = wanted
    if wanted {
      cancelLook()
      flash = nil
      mood = nil
      forgetCandidate()
      emit(.tell(.mood(nil)))
    }
    restartWatch()
    store()
  }

  /// Stores what the box must remember, together with a volume that still waits to be stored.
  mutating func store() {
    cancel(.store)
    emit(.store(remembered))
  }

  /// What could not be stored is in force all the same, and is said to be; it is tried again until it is remembered.
  mutating func storeFailed(_ reason: String) {
    lose(.storage, reason)
    announcePrivacy(privacy)
  }

  /// The box thought it was off; nobody was told so.
  mutating func privacyKept(_ reason: String) {
    announce(.fault(.camera, reason))
    setPrivacy(true)
  }

  mutating func announcePrivacy(_ value: Bool) {
    guard announcedPrivacy != value else { return }
    announcedPrivacy = value
    announce(value ? .privacyOn : .privacyOff)
  }
}
