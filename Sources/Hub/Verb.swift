/// The word for each ``Request`` on the control socket, in MQTT topics and on the command line.
package enum Verb: String, CaseIterable, Sendable {
  case status, look, play, next, previous, pause, resume, stop, seek, volume, mute, privacy, watching, recommend,
    health,
    scan, like, dislike, policy, listener, listeners, catalog
}
