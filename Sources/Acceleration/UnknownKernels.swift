/// Kernels were asked for that this processor does not have.
package struct UnknownKernels: Error, CustomStringConvertible {
  package let name: String
  package let known: [String]

  package var description: String {
    "there are no kernels called \"\(name)\" for this processor; there are: \(known.joined(separator: ", "))"
  }
}
