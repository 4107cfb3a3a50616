/// What the box is: what somebody asks first who is to help its owner.
package struct BoxInfo: Equatable, Sendable {
  /// Of the firmware, such as `0.1.0`.
  package var version: String
  /// As the board's file names it, such as `Raspberry Pi 4`.
  package var board: String
  /// The loaded networks' names.
  package var networks: [String]
  /// In the catalog.
  package var songs: Int
  /// Such as `Debian GNU/Linux 13 (trixie)`; nil where the machine does not tell.
  package var system: String?
  /// The kernel's release and processor, such as `6.12.48+deb13-arm64 aarch64`.
  package var kernel = ""
  /// The instructions that run the networks, such as `neon`.
  package var instructions = ""
  /// The node that is opened to see, `auto` for the first one that can stream, `none`, or `pictures` on a desk.
  package var camera = ""
  /// Where sound goes: a name for ALSA, or `file`.
  package var speaker = ""

  package init(version: String, board: String, networks: [String], songs: Int) {
    self.version = version
    self.board = board
    self.networks = networks
    self.songs = songs
  }

  package var json: JSONValue {
    [
      "version": .string(version), "board": .string(board), "networks": .array(networks.map { .string($0) }),
      "songs": .number(Double(songs)), "system": system.map { .string($0) } ?? .null, "kernel": .string(kernel),
      "instructions": .string(instructions), "camera": .string(camera), "speaker": .string(speaker),
    ]
  }
}
