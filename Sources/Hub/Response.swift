/// The answer to a request, as it travels.
package struct Response: Equatable, Sendable {
  package let result: Result<JSONValue, RequestRefusal>
  package let transaction: JSONValue

  package init(_ result: Result<JSONValue, RequestRefusal>, transaction: JSONValue = .null) {
    self.result = result
    self.transaction = transaction
  }

  /// `{"status":"ok","data":…,"transaction":…}` or `{"status":"error","error":"…","transaction":…}`; the transaction is
  /// left out when the request had none.
  package var bytes: [UInt8] {
    var members: [String: JSONValue] =
      switch result {
      case .success(let data): ["status": "ok", "data": data]
      case .failure(let refusal): ["status": "error", "error": .string(refusal.description)]
      }
    if transaction != .null { members["transaction"] = transaction }
    return JSONValue.object(members).bytes
  }

  /// What precedes the answer to a request that takes long: `{"status":"progress","transaction":…}`.
  package static func progress(transaction: JSONValue) -> [UInt8] {
    var members: [String: JSONValue] = ["status": .string(progress)]
    if transaction != .null { members["transaction"] = transaction }
    return JSONValue.object(members).bytes
  }

  /// The status of what is no answer yet.
  package static let progress = "progress"

  /// Reads what ``bytes`` wrote; throws when it is anything else.
  package init(parsing bytes: [UInt8], limit: Int) throws(JSONFailure) {
    let document = try JSONValue(parsing: bytes, limit: limit)
    transaction = document["transaction"] ?? .null
    switch (document["status"], document["data"], document["error"]) {
    case (.string("ok"), let data?, nil): result = .success(data)
    case (.string("error"), nil, .string(let words)): result = .failure(RequestRefusal(words))
    default: throw JSONFailure(description: "not an answer of the box")
    }
  }
}
