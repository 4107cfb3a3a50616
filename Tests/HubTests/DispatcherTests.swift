import Domain
import Testing

@testable import Hub

@Suite("The dispatcher")
struct DispatcherTests {
  @Test("answers MQTT requests with data and their transaction")
  func answers() async {
    let handler = RecordingHandler()
    let answer = await Dispatcher(handler: handler).respond(
      verb: "volume", payload: Array(#"{"value":40,"transaction":"a1"}"#.utf8), role: .owner)
    #expect(String(decoding: answer, as: UTF8.self) == #"{"data":{"done":"volume"},"status":"ok","transaction":"a1"}"#)
    #expect(handler.performed == [.volume(40)])
  }

  @Test("answers requests without payload")
  func emptyPayload() async {
    let answer = await Dispatcher(handler: RecordingHandler()).respond(verb: "next", payload: [], role: .owner)
    #expect(String(decoding: answer, as: UTF8.self) == #"{"data":{"done":"next"},"status":"ok"}"#)
  }

  @Test("answers lines of the control socket")
  func lines() async {
    let handler = RecordingHandler()
    let envelope = Envelope(verb: "seek", arguments: ["position": 1.5], transaction: 7)
    let answer = await Dispatcher(handler: handler).respond(line: envelope.line, role: .owner)
    #expect(String(decoding: answer, as: UTF8.self) == #"{"data":{"done":"seek"},"status":"ok","transaction":7}"#)
    #expect(handler.performed == [.seek(.milliseconds(1500))])
  }

  @Test(
    "answers every payload, however wrong, and does nothing then",
    arguments: [
      "x", "[]", "{\"value\":140}", "{\"value\":40,\"transaction\":{}}", "{\"value\":40,\"transaction\":[1]}",
      "{\"other\":1}", "null",
      String(repeating: "[", count: 10_000), String(repeating: " ", count: 20_000),
    ])
  func alwaysAnswers(payload: String) async throws {
    let handler = RecordingHandler()
    let answer = await Dispatcher(handler: handler).respond(verb: "volume", payload: Array(payload.utf8), role: .root)
    let response = try Response(parsing: answer, limit: 1000)
    #expect(throws: RequestRefusal.self) { try response.result.get() }
    #expect(handler.performed.isEmpty)
  }

  @Test("lets nobody but root turn privacy off", arguments: [Role.viewer, .listener, .owner, .resident])
  func privacyOff(role: Role) async {
    let handler = RecordingHandler()
    let dispatcher = Dispatcher(handler: handler)
    await #expect(throws: RequestRefusal("privacy is turned off on the box only: hold its button, or be root there")) {
      try await dispatcher.perform(.privacy(false), role: role)
    }
    #expect(handler.performed.isEmpty)
    _ = try? await dispatcher.perform(.privacy(false), role: .root)
    #expect(handler.performed == [.privacy(false)])
  }

  @Test(
    "lets nobody from the network keep listeners, whatever the role there", arguments: [Role.viewer, .listener, .owner])
  func listeners(role: Role) async {
    let handler = RecordingHandler()
    await #expect(throws: RequestRefusal("listeners are kept on the box only: use moodbox listener there")) {
      try await Dispatcher(handler: handler).perform(.listeners(.export("Ada")), role: role)
    }
    #expect(handler.performed.isEmpty)
  }

  @Test("does for each role what it may ask and nothing above", arguments: RequestTests.all, Role.allCases)
  func roles(request: Request, role: Role) async {
    let handler = RecordingHandler()
    _ = try? await Dispatcher(handler: handler).perform(request, role: role)
    #expect(handler.performed == (role >= request.role ? [request] : []))
  }

  @Test("passes on why the box could not do it")
  func refusals() async throws {
    let dispatcher = Dispatcher(handler: RecordingHandler(failure: RequestRefusal("nothing plays")))
    let response = try Response(
      parsing: await dispatcher.respond(verb: "pause", payload: [], role: .owner), limit: 1000)
    #expect(response == Response(.failure(RequestRefusal("nothing plays"))))
  }
}

@Suite("Responses")
struct ResponseTests {
  @Test(
    "are read as they were written",
    arguments: [
      Response(.success(.null)), Response(.success(["a": [1, 2]]), transaction: "t"),
      Response(.failure(RequestRefusal("no \"music\"\n")), transaction: 12),
    ])
  func roundTrip(response: Response) throws {
    #expect(try Response(parsing: response.bytes, limit: 1000) == response)
  }

  @Test("that are none are refused", arguments: ["{}", "[]", #"{"status":"ok"}"#, #"{"status":"no","error":"x"}"#])
  func refused(text: String) {
    #expect(throws: JSONFailure.self) { try Response(parsing: Array(text.utf8), limit: 1000) }
  }
}
