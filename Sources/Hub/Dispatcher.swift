/// The one place where requests are judged, whichever door they came through.
package struct Dispatcher: Sendable {
  private let handler: any RequestHandler

  package init(handler: any RequestHandler) { self.handler = handler }

  /// Does a request if `role` may ask for it. Throws ``RequestRefusal`` for people, also when the box itself failed.
  package func perform(_ request: Request, role: Role) async throws(RequestRefusal) -> JSONValue {
    guard role >= request.role else {
      if case .privacy(false) = request {
        throw RequestRefusal("privacy is turned off on the box only: hold its button, or be root there")
      }
      if case .listeners = request {
        throw RequestRefusal("listeners are kept on the box only: use moodbox listener there")
      }
      throw RequestRefusal("\(request.verb.rawValue): only for the \(request.role), and you are a \(role) here")
    }
    do {
      return try await handler.perform(request)
    } catch let refusal as RequestRefusal {
      throw refusal
    } catch {
      throw RequestRefusal("\(error)")
    }
  }

  /// The answer to a request that may be anything: there always is one.
  package func respond(to envelope: Envelope, role: Role) async -> Response {
    do throws(RequestRefusal) {
      let request = try Request(verb: envelope.verb, arguments: envelope.arguments)
      return Response(.success(try await perform(request, role: role)), transaction: envelope.transaction)
    } catch {
      return Response(.failure(error), transaction: envelope.transaction)
    }
  }

  /// The answer to an MQTT request, both as bytes.
  package func respond(verb: String, payload: [UInt8], role: Role) async -> [UInt8] {
    do throws(RequestRefusal) {
      return await respond(to: try Envelope(verb: verb, payload: payload), role: role).bytes
    } catch {
      return Response(.failure(error)).bytes
    }
  }

  /// The answer, as bytes, to an MQTT request that is not even tried.
  package func refuse(_ reason: String, verb: String, payload: [UInt8]) -> [UInt8] {
    let transaction = (try? Envelope(verb: verb, payload: payload))?.transaction ?? .null
    return Response(.failure(RequestRefusal(reason)), transaction: transaction).bytes
  }

  /// The answer to a line of the control socket, both as bytes without a line feed.
  package func respond(line: [UInt8], role: Role) async -> [UInt8] {
    do throws(RequestRefusal) {
      return await respond(to: try Envelope(line: line), role: role).bytes
    } catch {
      return Response(.failure(error)).bytes
    }
  }
}
