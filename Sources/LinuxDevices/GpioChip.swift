#if LIBGPIOD_2
  import CGpiod
  import Domain
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
    ///   - lines: no more than 64, none twice.
    ///   - configure: sets direction, bias and so on; the same for all of them.
    borrowing func request(_ lines: [PinLine], _ configure: (OpaquePointer) -> Void) throws(IOFailure) -> LineRequest {
      guard let settings = gpiod_line_settings_new() else { throw IOFailure("gpiod_line_settings_new", code: errno) }
      defer { gpiod_line_settings_free(settings) }
      configure(settings)
      guard let lineConfig = gpiod_line_config_new() else { throw IOFailure("gpiod_line_config_new", code: errno) }
      defer { gpiod_line_config_free(lineConfig) }
      let offsets = try Self.offsets(of: lines, chip)
      try valueOrErrno("gpiod_line_config_add_line_settings") {
        gpiod_line_config_add_line_settings(lineConfig, offsets, offsets.count, settings)
      }
      guard let requestConfig = gpiod_request_config_new() else {
        throw IOFailure("gpiod_request_config_new", code: errno)
      }
      defer { gpiod_request_config_free(requestConfig) }
      gpiod_request_config_set_consumer(requestConfig, Self.consumer)
      guard let request = gpiod_chip_request_lines(chip, requestConfig, lineConfig) else {
        throw IOFailure("gpiod_chip_request_lines", on: "lines \(lines)", code: errno)
      }
      return LineRequest(owning: request)
    }

    /// What keeps the box from using these lines, in words for people; nil when nothing does. Takes none of them.
    borrowing func problem(with lines: [PinLine]) throws(IOFailure) -> String? { try Self.problem(with: lines, chip) }

    private static func problem(with lines: [PinLine], _ chip: OpaquePointer) throws(IOFailure) -> String? {
      for (line, offset) in zip(lines, try offsets(of: lines, chip)) {
        guard let info = gpiod_chip_get_line_info(chip, offset) else {
          throw IOFailure("gpiod_chip_get_line_info", on: "line \(line)", code: errno)
        }
        defer { gpiod_line_info_free(info) }
        let user = gpiod_line_info_get_consumer(info).map { String(cString: $0) } ?? "somebody"
        if gpiod_line_info_is_used(info), user != consumer { return "line \(line) is held by \(user)" }
      }
      return nil
    }

    /// Throws `ENOENT` when the chip has no line of that name.
    private static func offsets(of lines: [PinLine], _ chip: OpaquePointer) throws(IOFailure) -> [UInt32] {
      var offsets: [UInt32] = []
      for line in lines {
        switch line {
        case .offset(let offset): offsets.append(UInt32(offset))
        case .name(let name):
          let call = "gpiod_chip_get_line_offset_from_name"
          let offset = gpiod_chip_get_line_offset_from_name(chip, name)
          if offset < 0 { throw IOFailure(call, on: "line \(name)", code: errno) }
          offsets.append(UInt32(offset))
        }
      }
      return offsets
    }

    /// What we call ourselves.
    private static let consumer = "moodbox"

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
