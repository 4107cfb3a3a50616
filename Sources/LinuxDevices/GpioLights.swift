#if LIBGPIOD_2
  import CGpiod
  import Devices
  import Domain
  import System

  /// LEDs on GPIO lines. They are taken dark, and always set all together.
  package actor GpioLights: Lights {
    private let chip: String
    private let wiring: LampWiring
    private var request: LineRequest?

    /// - Parameter chip: label of the GPIO chip.
    package init(chip: String, wiring: LampWiring) {
      self.chip = chip
      self.wiring = wiring
    }

    /// After a failure the lines are taken anew at the next call.
    package func show(_ lamps: Lamps) throws {
      if request == nil { request = try open() }
      do {
        try request?.set(wiring.levels(for: lamps))
      } catch {
        request = nil
        throw error
      }
    }

    private func open() throws(IOFailure) -> LineRequest {
      try GpioChip(label: chip).request(wiring.lines) { settings in
        gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT)
        gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_INACTIVE)
        gpiod_line_settings_set_active_low(settings, wiring.activeLow)
      }
    }
  }
#endif
