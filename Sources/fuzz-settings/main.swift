import CFuzzer
import Settings

/// Whatever the bytes are, reading them as settings or as a board must end in a value or in an error, and a value must
/// print as a file that reads back the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func read(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let settings = try? Settings(yaml: bytes, file: "fuzz") {
    precondition((try? Settings(yaml: Array(settings.documented.utf8), file: "printed")) == settings)
  }
  if let board = try? Board(yaml: bytes, file: "fuzz") {
    precondition((try? Board(yaml: Array(board.documented.utf8), file: "printed")) == board)
  }
  return 0
}

// The package manager makes this file the program's start, before libFuzzer's own.
var argumentCount = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&argumentCount, &arguments, read)
