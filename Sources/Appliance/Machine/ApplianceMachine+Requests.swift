import Hub

/// What comes through the doors.
extension ApplianceMachine {
  mutating func handle(_ command: Command, by role: Role) {
    switch command {
    case .look: beginLook(for: .request)
    case .play(let emotion?): play(.emotion(emotion))
    case .play(nil): playOn()
    case .next: next()
    case .previous: previous()
    case .pause: pause()
    case .resume: resume()
    case .stop: stop()
    case .seek(let position): seek(position)
    case .volume(let volume): setVolume(volume)
    case .mute(let muted): emit(.mute(muted))
    case .watching(let on): setWatching(on)
    case .policy(let policy): setPolicy(policy)
    case .rate(let liked): rate(liked)
    case .privacy(true): setPrivacy(true)
    case .privacy(false):
      // The doors have checked this too; the promise is kept here.
      guard role == .root else {
        emit(.refuse("Only the button on the box, or root on the box, can turn privacy off."))
        return
      }
      setPrivacy(false)
    }
  }
}
