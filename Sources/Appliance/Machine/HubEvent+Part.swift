import Hub

extension HubEvent {
  package static func fault(_ part: Part, _ reason: String) -> HubEvent { .fault(part: part.rawValue, reason: reason) }
  package static func recovered(_ part: Part) -> HubEvent { .recovered(part: part.rawValue) }
}
