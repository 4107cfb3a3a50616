/// How the box is.
package struct BoxHealth: Equatable, Sendable {
  /// Since the service started.
  package var uptime: Duration
  /// Resident memory, bytes.
  package var memory: Int
  /// Of the processor, °C; nil where the machine does not tell.
  package var temperature: Float?
  /// Whether the processor is slowed down for heat or low voltage; nil where the machine does not tell.
  package var throttled: Bool?
  /// Songs waiting to be played.
  package var queued: Int
  /// Parts that do not work now, such as `camera`.
  package var faults: [String]
  /// The last part that failed and why; nil when none has.
  package var lastError: String?

  package init(
    uptime: Duration, memory: Int, temperature: Float? = nil, throttled: Bool? = nil, queued: Int,
    faults: [String] = [], lastError: String? = nil
  ) {
    self.uptime = uptime
    self.memory = memory
    self.temperature = temperature
    self.throttled = throttled
    self.queued = queued
    self.faults = faults
    self.lastError = lastError
  }

  package var json: JSONValue {
    [
      "uptime": .seconds(uptime), "memory": .number(Double(memory)),
      "temperature": temperature.map { .rounded($0) } ?? .null, "throttled": throttled.map { .bool($0) } ?? .null,
      "queued": .number(Double(queued)), "faults": .array(faults.map { .string($0) }),
      "last_error": lastError.map { .string($0) } ?? .null,
    ]
  }
}
