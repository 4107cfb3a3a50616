/// The running box, as the dispatcher sees it.
package protocol RequestHandler: Sendable {
  /// Does what an authorised request asks and answers with its data; throws ``RequestRefusal`` with words for people
  /// when it cannot be done now.
  func perform(_ request: Request) async throws -> JSONValue
}
