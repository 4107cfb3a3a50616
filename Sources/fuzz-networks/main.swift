import Acceleration
import CFuzzer
import Inference

/// Any bytes are read as a network, and a network that is quick to run is run with every kind of kernels, which must
/// agree to the bit.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // Safety: libFuzzer lends `count` bytes for the length of this call.
  let file = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  guard let network = try? Network(bytes: file) else { return 0 }
  guard network.multiplications < 300_000, network.plan.byteCount < 1_000_000 else { return 0 }
  let expected = outputs(of: network, ReferenceKernels())
  for kernels in Acceleration.kernels.dropFirst() {
    precondition(outputs(of: network, kernels) == expected, "\(kernels.name) differs from the reference")
  }
  return 0
}

/// The bytes of all outputs for inputs that are always the same.
func outputs(of network: Network, _ kernels: any Kernels) -> [UInt8] {
  let interpreter = Interpreter(network, kernels: kernels)
  for index in network.inputs.indices {
    interpreter.withInputBytes(index) { bytes in
      for place in bytes.indices { bytes[place] = UInt8(truncatingIfNeeded: (place &* 2_654_435_761) &>> 13) }
    }
  }
  interpreter.run()
  return network.outputs.indices.flatMap { interpreter.withOutputBytes($0) { Array($0) } }
}

// The package manager makes this file the program's start, before libFuzzer's own.
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments, fuzz)
