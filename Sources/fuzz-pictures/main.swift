import CFuzzer
import Domain
import Pictures

/// Whatever the bytes are, reading them as a picture must end in a frame or in an error.
///
/// The first byte chooses the reader: a camera's format, whose sizes are the next bytes, or a file.
@_cdecl("LLVMFuzzerTestOneInput")
public func read(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  guard let choice = bytes.first else { return 0 }
  if bytes.count > 7, Int(choice) < PixelFormat.allCases.count {
    func number(at offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }
    let frame = try? Frame(
      from: UnsafeRawBufferPointer(rebasing: bytes.dropFirst(7)), format: PixelFormat.allCases[Int(choice)],
      width: number(at: 1), height: number(at: 3), bytesPerLine: number(at: 5), time: .zero)
    if let frame { precondition(frame.luma.count == frame.width * frame.height) }
  } else if let photograph = try? Photograph(Array(bytes)) {
    precondition(photograph.frame.width * photograph.reduction >= photograph.width)
    precondition(photograph.frame.height * photograph.reduction >= photograph.height)
  }
  return 0
}

// The package manager makes this file the program's start, before libFuzzer's own.
var argumentCount = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&argumentCount, &arguments, read)
