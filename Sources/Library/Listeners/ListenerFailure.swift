/// Why something about listeners cannot be done, and what to do about it.
package enum ListenerFailure: Error, Equatable, Sendable, CustomStringConvertible {
  case badName(String)
  case nameTaken(String)
  case tooMany(Int)
  case unknown(String)
  case brokenKey(path: String)
  case foreignDatabase(path: String)
  case newerVersion(path: String)
  case noRandomNumbers

  package var description: String {
    switch self {
    case .badName(let name):
      "\"\(name)\" cannot be a listener's name: 1 to 32 letters, digits, spaces, - and ', and not \"nobody\""
    case .nameTaken(let name): "there is a listener \(name) already"
    case .tooMany(let limit): "there are \(limit) listeners, which is as many as the box knows; forget one first"
    case .unknown(let name): "there is no listener \"\(name)\"; 'moodbox listener list' shows them"
    case .brokenKey(let path):
      "\(path): is no listener's key; put it back from where it was, or remove it, which forgets the listener"
    case .foreignDatabase(let path): "\(path): is not the box's file of listeners; move it away"
    case .newerVersion(let path): "\(path): was written by a later version of moodbox; install that one"
    case .noRandomNumbers: "the system's cryptography failed; nothing was stored"
    }
  }
}
