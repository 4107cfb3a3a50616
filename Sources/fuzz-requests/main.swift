import CFuzzer
import FoundationEssentials
import Hub

/// Whatever comes from the network or over the control socket must end in an answer, and never in more than is allowed there. The
/// first byte chooses the topic, the rest is the payload.
@_cdecl("LLVMFuzzerTestOneInput")
public func read(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let payload = Array(bytes.dropFirst())
  let choice = Int(bytes.first ?? 0)
  let verb = Verb.allCases[choice % Verb.allCases.count]
  let entity = Entity.allCases[choice % Entity.allCases.count]

  if let envelope = try? Envelope(verb: verb.rawValue, payload: payload) {
    check(envelope)
    // A payload that can be read is echoed by its mark in every answer, also in a refusal, and the answer can be read.
    let refusal = Response(.failure(RequestRefusal("no")), transaction: envelope.transaction)
    precondition((try? Response(parsing: refusal.bytes, limit: 65_536)) == refusal)
  }
  if let envelope = try? Envelope(line: payload) {
    check(envelope)
    precondition((try? Envelope(line: envelope.line)) == envelope)
  }
  if let response = try? Response(parsing: payload, limit: 65_536) {
    precondition((try? Response(parsing: response.bytes, limit: 1 << 20)) == response)
  }

  for topic in [
    "request/\(verb.rawValue)", "\(entity.rawValue)/set", String(decoding: payload.prefix(64), as: UTF8.self),
  ] {
    for retained in [false, true] {
      let reaction = machine.receive(topic: topics[topic], payload: payload, retained: retained)
      if case .perform(let request, _) = reaction {
        precondition(!retained, "a ghost acts")
        precondition(request != .privacy(false), "the network ends privacy")
      }
    }
  }
  return 0
}

/// A request that can be read is written so that it reads back the same.
func check(_ envelope: Envelope) {
  guard let request = try? Request(verb: envelope.verb, arguments: envelope.arguments) else { return }
  precondition((try? Request(verb: request.verb.rawValue, arguments: request.arguments)) == request)
}

let topics = Topics(BoxID("fuzz")!)
let machine = HubMachine(topics: topics, info: BoxInfo(version: "0", board: "desk", networks: [], songs: 0))

// The package manager makes this file the program's start, before libFuzzer's own.
var argumentCount = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&argumentCount, &arguments, read)
