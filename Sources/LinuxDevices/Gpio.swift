import Domain
import System

/// Whether this build can drive GPIO at all.
package enum Gpio {
  #if LIBGPIOD_2
    /// Debian 13's libgpiod 2 was there when it was built.
    package static let isAvailable = true
    /// Labels of the chips of this machine.
    package static var chips: [String] { GpioChip.labels() }
    /// What keeps the box from using these lines of a chip, in words for people; nil when nothing does. Takes none of them, and
    /// minds no box that runs.
    package static func problem(with lines: [PinLine], of chip: String) throws(IOFailure) -> String? {
      try GpioChip(label: chip).problem(with: lines)
    }
  #else
    /// It was built on a desk with libgpiod 1, whose interface is another.
    package static let isAvailable = false
    package static var chips: [String] { [] }
    package static func problem(with lines: [PinLine], of chip: String) throws(IOFailure) -> String? { nil }
  #endif
}
