import CVideo
import Glibc
import System

/// The one owner of a camera buffer that the driver mapped into memory.
///
/// A class only because Swift's arrays do not hold noncopyable values yet; nobody but its ``CameraStream`` refers to it.
final class MappedBuffer {
  private let start: UnsafeMutableRawPointer
  private let length: Int

  init(_ device: CInt, offset: UInt32, length: UInt32) throws(IOFailure) {
    let mapped = mmap(nil, Int(length), PROT_READ, MAP_SHARED, device, off_t(offset))
    guard let mapped, mapped != MAP_FAILED else { throw IOFailure("mmap", code: errno) }
    start = mapped
    self.length = Int(length)
  }

  deinit { munmap(start, length) }

  /// Lends the first `count` bytes, or all there are; the driver must not be writing them meanwhile.
  func withBytes<Value, Failure: Error>(
    count: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(UnsafeRawBufferPointer(start: start, count: min(max(count, 0), length)))
  }
}
