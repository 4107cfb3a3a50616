#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// SOFTMAX over the last dimension, checked.
package struct Softmax: Sendable {
  package let input: Int
  package let output: Int
  package let rows: Int
  package let columns: Int
  /// e^(−β × scale × d) in single precision for the 256 distances d from a row's largest element.
  package let exponentials: [Float]

  init(_ record: OperatorRecord, _ allowance: inout Allowance) throws(NetworkError) {
    let (input, given) = try record.activation(0)
    let (output, result) = try record.output()
    let beta = try record.options().float(0)
    guard beta > 0, beta.isFinite else { throw record.malformed("beta is \(beta); it must be positive") }
    guard let columns = given.shape.last else { throw record.malformed("its input has no dimension") }
    try record.expectOutput(given.shape)
    try record.expectProbabilities(result)
    try allowance.spend(1024, at: record.place)
    self.input = input
    self.output = output
    self.columns = columns
    rows = given.count / columns
    let step = -given.scale * beta
    exponentials = (0..<256).map { exp(step * Float($0)) }
  }
}
