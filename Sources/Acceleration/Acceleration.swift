import CProcessor
import Inference
import InferenceAVX2
import InferenceDotProduct
import InferenceNEON
import InferenceVNNI

/// The kernels that this processor can run.
package enum Acceleration {
  /// The plain ones first, the fastest last.
  package static let kernels: [any Kernels] = {
    var kernels: [any Kernels] = [ReferenceKernels()]
    #if arch(x86_64)
      if hasAll([x86_cpu_AVX2]) { kernels.append(AVX2Kernels()) }
      if hasAll([x86_cpu_AVX512F, x86_cpu_AVX512BW, x86_cpu_AVX512VL, x86_cpu_AVX512_VNNI]) {
        kernels.append(VNNIKernels())
      }
    #elseif arch(arm64)
      kernels.append(NEONKernels())
      if getauxval(UInt(AT_HWCAP)) & UInt(HWCAP_ASIMDDP) != 0 { kernels.append(DotProductKernels()) }
    #endif
    return kernels
  }()

  /// The kernels called `name`, or the fastest where no name is given.
  /// - Throws: Where this processor has none of that name.
  package static func kernels(named name: String? = nil) throws(UnknownKernels) -> any Kernels {
    guard let name, !name.isEmpty else { return kernels[kernels.count - 1] }
    guard let found = kernels.first(where: { $0.name == name }) else {
      throw UnknownKernels(name: name, known: kernels.map(\.name))
    }
    return found
  }

  #if arch(x86_64)
    /// Whether processor and kernel have all `features`.
    private static func hasAll(_ features: [Int]) -> Bool {
      features.allSatisfy { x86_cpu_active(UInt32(truncatingIfNeeded: $0)) }
    }
  #endif
}
