/// What the box is.
package struct BoxInfo: Equatable, Sendable {
  /// Of the firmware, such as `0.1.0`.
  package var version: String
  /// As the board's file names it, such as `Raspberry Pi 4`.
  package var board: String
  /// The loaded networks' names.
  package var networks: [String]
  /// In the catalog.
  package var songs: Int

  package init(version: String, board: String, networks: [String], songs: Int) {
    self.version = version
    self.board = board
    self.networks = networks
    self.songs = songs
  }

  package var json: JSONValue {
    [
      "version": .string(version), "board": .string(board), "networks": .array(networks.map { .string($0) }),
      "songs": .number(Double(songs)),
    ]
  }
}
