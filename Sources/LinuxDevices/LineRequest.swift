#if LIBGPIOD_2
  import CGpiod
  import Devices
  import Glibc
  import System

  /// Lines that this process holds, until its life ends. An output keeps its last level afterwards.
  struct LineRequest: ~Copyable, @unchecked Sendable {
    // Sendable: libgpiod's request is plain memory and a descriptor, used by one owner at a time, which noncopyability ensures.
    private let request: OpaquePointer

    init(owning request: OpaquePointer) { self.request = request }

    deinit { gpiod_line_request_release(request) }

    /// Sets all lines in one call, in the order in which they were requested.
    borrowing func set(_ levels: [Bool]) throws(IOFailure) {
      let values = levels.map { $0 ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE }
      try valueOrErrno("gpiod_line_request_set_values") { gpiod_line_request_set_values(request, values) }
    }

    /// The edges that have happened, at least one; nil when `stop` was raised. The kernel keeps them until they are read.
    borrowing func edges(unless stop: borrowing StopSignal) throws(IOFailure) -> [ButtonEdge]? {
      guard try stop.wait(for: gpiod_line_request_get_fd(request), milliseconds: -1) == .ready else { return nil }
      let capacity = 16
      guard let buffer = gpiod_edge_event_buffer_new(capacity) else {
        throw IOFailure("gpiod_edge_event_buffer_new", code: errno)
      }
      defer { gpiod_edge_event_buffer_free(buffer) }
      let count = try valueOrErrno("gpiod_line_request_read_edge_events") {
        gpiod_line_request_read_edge_events(request, buffer, capacity)
      }
      return (0..<Int(count)).compactMap { index in
        guard let event = gpiod_edge_event_buffer_get_event(buffer, UInt(index)) else { return nil }
        let rising = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE
        let time = Duration.nanoseconds(Int64(clamping: gpiod_edge_event_get_timestamp_ns(event)))
        return ButtonEdge(rising ? .pressed : .released, at: time)
      }
    }
  }
#endif
