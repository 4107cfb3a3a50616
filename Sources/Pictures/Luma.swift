/// The luma of a colour, 0…255: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), as JPEG defines it.
func luma(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
  let sum: UInt32 = 19_595 * UInt32(red) + 38_470 * UInt32(green) + 7_471 * UInt32(blue)
  return UInt8((sum + 32_768) >> 16)
}
