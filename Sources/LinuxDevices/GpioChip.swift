#if LIBGPIOD_2
  import CGpiod
  import FoundationEssentials
  import Glibc
  import System

  /// An open GPIO chip (libgpiod 2), the one owner of its handle.
  struct GpioChip: ~Copyable {
    private let chip: OpaquePointer

    /// Opens the chip with that label. Labels stay the same from kernel to kernel, the numbers of `/dev/gpiochipN` do not.
    init(label: String) throws(IOFailure) {
      var refusal: IOFailure?
      for path in Self.paths() {
        guard let candidate = gpiod_chip_open(path) else {
          refusal = IOFailure("gpiod_chip_open", on: path, code: errno)
          continue
        }
        if Self.label(of: candidate) == label {
          chip = candidate
          return
        }
        gpiod_chip_close(candidate)
      }
      // One that may not be opened could have been it.
      throw refusal ?? IOFailure("gpiod_chip_open", on: "GPIO chip labelled \(label)", code: ENODEV)
    }

    deinit { gpiod_chip_close(chip) }

    /// Labels of all chips there are, for `doctor`.
    static func labels() -> [String] {
      paths().compactMap { path in
        guard let chip = gpiod_chip_open(path) else { return nil }
        defer { gpiod_chip_close(chip) }
        return label(of: chip)
      }
    }

    /// Takes lines for this process alone.
    ///
    /// - Parameters:
    ///   - lines: offsets, no more than 64, none twice.
    ///   - configure: sets direction, bias and so on; the same for all of them.
    borrowing func request(_ lines: [Int], _ configure: (OpaquePointer) -> Void) throws(IOFailure) -> LineRequest {
      guard let settings = gpiod_line_settings_new() else { throw IOFailure("gpiod_line_settings_new", code: errno) }
      defer { gpiod_line_settings_free(settings) }
      configure(settings)
      guard let lineConfig = gpiod_line_config_new() else { throw IOFailure("gpiod_line_config_new", code: errno) }
      defer { gpiod_line_config_free(lineConfig) }
      let offsets = lines.map(UInt32.init)
      try valueOrErrno("gpiod_line_config_add_line_settings") {
        gpiod_line_config_add_line_settings(lineConfig, offsets, offsets.count, settings)
      }
      guard let requestConfig = gpiod_request_config_new() else {
        throw IOFailure("gpiod_request_config_new", code: errno)
      }
      defer { gpiod_request_config_free(requestConfig) }
      gpiod_request_config_set_consumer(requestConfig, "moodbox")
      guard let request = gpiod_chip_request_lines(chip, requestConfig, lineConfig) else {
        throw IOFailure("gpiod_chip_request_lines", on: "lines \(lines)", code: errno)
      }
      return LineRequest(owning: request)
    }

    private static func paths() -> [String] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev")) ?? []
      return names.filter { $0.hasPrefix("gpiochip") }.sorted().map { "/dev/\($0)" }
    }

    private static func label(of chip: OpaquePointer) -> String? {
      guard let info = gpiod_chip_get_info(chip) else { return nil }
      defer { gpiod_chip_info_free(info) }
      return gpiod_chip_info_get_label(info).map { String(cString: $0) }
    }
  }
#endif
