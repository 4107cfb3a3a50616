/// What may be asked about listeners, on the box only.
package enum ListenerRequest: Equatable, Sendable {
  case list
  case create(String)
  /// Whether the box may learn what somebody likes.
  case learning(String, Bool)
  /// All that is known of somebody.
  case export(String)
  case forget(String)

  package var action: String {
    switch self {
    case .list: "list"
    case .create: "create"
    case .learning: "learning"
    case .export: "export"
    case .forget: "forget"
    }
  }

  package static let actions = ["list", "create", "learning", "export", "forget"]

  var arguments: JSONValue {
    var members: [String: JSONValue] = ["action": .string(action)]
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
