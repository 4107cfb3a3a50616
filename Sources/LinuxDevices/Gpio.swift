/// Whether this build can drive GPIO at all.
package enum Gpio {
  #if LIBGPIOD_2
    /// Debian 13's libgpiod 2 was there when it was built.
    package static let isAvailable = true
    /// Labels of the chips of this machine.
    package static var chips: [String] { GpioChip.labels() }
  #else
    /// It was built on a desk with libgpiod 1, whose interface is another.
    package static let isAvailable = false
    package static var chips: [String] { [] }
  #endif
}
