import Settings

extension SongChooser.Parameters {
  /// As the owner has set them.
  package init(_ settings: Settings) {
    self.init()
    count = settings.music.songs
    policy = settings.music.policy
    goal = settings.music.liftTo
    freshness = .seconds(settings.music.freshness * 3600)
    targets = settings.targets
  }
}
