import Settings

/// What libFuzzer's own `main` calls; here that is this file, because the package names every program's entry itself.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<Int8>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

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

private var argumentCount = CommandLine.argc
private var arguments = CommandLine.unsafeArgv
_ = runFuzzer(&argumentCount, &arguments, read)
