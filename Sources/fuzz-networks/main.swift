import CFuzzer
import Inference

/// Any bytes are read as a network, and a network that is quick to run is run.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // Safety: libFuzzer lends `count` bytes for the length of this call.
  let file = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  guard let network = try? Network(bytes: file) else { return 0 }
  guard network.multiplications < 300_000, network.plan.byteCount < 1_000_000 else { return 0 }
  Interpreter(network).run()
  return 0
}

// The package manager makes this file the program's start, before libFuzzer's own.
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments, fuzz)
