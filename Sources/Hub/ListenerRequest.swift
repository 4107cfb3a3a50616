/// What may be asked about listeners, on the box only.
package enum ListenerRequest: Equatable, Sendable {
  case list
  case create(String)
  /// Whether the box may learn what somebody likes.
  case learning(String, Bool)
  /// All that is known of somebody.
  case export(String)
  case forget(String)

  /// What it is called in requests.
  package enum Action: String, CaseIterable, Sendable {
    case list, create, learning, export, forget
  }

  package var action: Action {
    switch self {
    case .list: .list
    case .create: .create
    case .learning: .learning
    case .export: .export
    case .forget: .forget
    }
  }

  var arguments: JSONValue {
    var members: [String: JSONValue] = ["action": .string(action.rawValue)]
    switch self {
    case .list: break
    case .create(let name), .export(let name), .forget(let name): members["name"] = .string(name)
    case .learning(let name, let on):
      members["name"] = .string(name)
      members["on"] = .bool(on)
    }
    return .object(members)
  }
}
