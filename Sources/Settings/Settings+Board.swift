/// The devices that a box uses: what its owner names, or else what its board has.
extension Settings {
  /// `auto`, `none`, or a path below `/dev`.
  package func camera(on board: Board) -> String { camera.device == "auto" ? board.camera : camera.device }

  /// An ALSA device name, or `file`.
  package func speaker(on board: Board) -> String { player.device == "board" ? board.speaker : player.device }

  /// The card's own volume control: `auto`, `none` or its name.
  package func mixer(on board: Board) -> String { player.mixer == "board" ? board.mixer : player.mixer }
}
