/// Why the running box could not be asked.
package enum ControlFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// Nobody listens on the socket.
  case notRunning(path: String)
  /// The socket is not for this user.
  case notAllowed(path: String)
  /// It has taken the request and says nothing, not even that it works on it.
  case silent(path: String)
  case broken(String)

  package var description: String {
    switch self {
    case .notRunning(let path):
      "the box is not running: nobody answers on \(path); start it with 'moodbox run', or 'systemctl start moodbox' "
        + "where it is installed"
    case .notAllowed(let path):
      "you may not talk to the box: \(path) is for members of its group; join it, or use sudo"
    case .silent(let path):
      "the box does not answer on \(path): it is halted, or stuck; 'systemctl status moodbox' says more where it is installed"
    case .broken(let reason): reason
    }
  }
}
