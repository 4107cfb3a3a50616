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
  /// Whether the voltage has been too low since the machine started; nil where the machine does not tell.
  package var undervoltage: Bool?
  /// Since the machine started; nil where it does not tell.
  package var systemUptime: Duration?
  /// Tasks that wanted to run, the mean of the last minute; nil where the machine does not tell.
  package var load: Float?
  /// Whether somebody, such as systemd-timesyncd, keeps the clock right; nil where the system does not tell.
  package var clockKept: Bool?
  /// Where the songs are, and where the box stores what it knows; nil where there is no such folder.
  package var musicDisk: Disk?
  package var stateDisk: Disk?
  /// How often sound has broken off since the service started: the card ran dry, or music was not there in time.
  package var underruns = 0
  /// Songs waiting to be played.
  package var queued: Int
  /// Parts that do not work now, such as `camera`.
  package var faults: [String]
  /// The last part that failed and why; nil when none has.
  package var lastError: String?

  /// Room on a disk, in bytes.
  package struct Disk: Equatable, Sendable {
    package var free: Int
    package var size: Int

    package init(free: Int, size: Int) {
      self.free = free
      self.size = size
    }

    var json: JSONValue { ["free": .number(Double(free)), "size": .number(Double(size))] }
  }

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
      "undervoltage": undervoltage.map { .bool($0) } ?? .null,
      "system_uptime": systemUptime.map { .seconds($0) } ?? .null, "load": load.map { .rounded($0) } ?? .null,
      "clock_kept": clockKept.map { .bool($0) } ?? .null, "music_disk": musicDisk?.json ?? .null,
      "state_disk": stateDisk?.json ?? .null,
      "underruns": .number(Double(underruns)),
      "queued": .number(Double(queued)), "faults": .array(faults.map { .string($0) }),
      "last_error": lastError.map { .string($0) } ?? .null,
    ]
  }
}
