#if LIBGPIOD_2
  import CGpiod
  import Devices
  import Domain
  import System

  /// A push button on a GPIO line; the kernel debounces it and keeps its edges until they are read.
  package struct GpioButton: Button {
    private let chip: String
    private let wiring: ButtonWiring

    /// - Parameter chip: label of the GPIO chip.
    package init(chip: String, wiring: ButtonWiring) {
      self.chip = chip
      self.wiring = wiring
    }

    /// Pulls from the kernel's own queue, so none is dropped here. Ends when the reading task is cancelled.
    package func edges() -> AsyncThrowingStream<ButtonEdge, any Error> {
      let reader = EdgeReader(chip: chip, wiring: wiring)
      return AsyncThrowingStream { try await reader.next() }
    }
  }

  /// Waits for edges on a thread of its own.
  private actor EdgeReader {
    private let executor = QueueExecutor("moodbox.button", quality: .userInitiated)
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let chip: String
    private let wiring: ButtonWiring
    private var request: LineRequest?
    private var pending: ArraySlice<ButtonEdge> = []

    init(chip: String, wiring: ButtonWiring) {
      self.chip = chip
      self.wiring = wiring
    }

    func next() async throws -> ButtonEdge? {
      let stop = Box(try StopSignal())
      return try await withTaskCancellationHandler {
        try wait(unless: stop.signal)
      } onCancel: {
        stop.signal.raise()
      }
    }

    private func wait(unless stop: borrowing StopSignal) throws -> ButtonEdge? {
      if let edge = pending.popFirst() { return edge }
      if request == nil { request = try open() }
      guard let edges = try request?.edges(unless: stop) else { return nil }
      pending = edges[...]
      return pending.popFirst()
    }

    private func open() throws(IOFailure) -> LineRequest {
      try GpioChip(label: chip).request([wiring.line]) { settings in
        gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT)
        gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH)
        gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC)
        gpiod_line_settings_set_active_low(settings, wiring.activeLow)
        gpiod_line_settings_set_debounce_period_us(settings, UInt(wiring.debounce / .microseconds(1)))
        let bias =
          switch wiring.bias {
          case .pullUp: GPIOD_LINE_BIAS_PULL_UP
          case .pullDown: GPIOD_LINE_BIAS_PULL_DOWN
          case .none: GPIOD_LINE_BIAS_AS_IS
          }
        gpiod_line_settings_set_bias(settings, bias)
      }
    }
  }

  /// Shares one stop signal between the waiting thread and the one that cancels it.
  private final class Box: Sendable {
    let signal: StopSignal
    init(_ signal: consuming StopSignal) { self.signal = signal }
  }
#endif
