import Inference
import Testing

@Suite("Memory plans")
struct MemoryPlanTests {
  @Test("never let two tensors that are alive together share a byte", arguments: Files.golden)
  func disjoint(_ name: String) throws { try check(Network(bytes: Files.network(golden: name))) }

  @Test("never let two tensors of the product's networks share a byte", arguments: Files.whole)
  func disjointWhole(_ name: String) throws { try check(Network(bytes: Files.network(whole: name))) }

  @Test("take far less than all activations together", arguments: Files.whole)
  func small(_ name: String) throws {
    let network = try Network(bytes: Files.network(whole: name))
    let all = network.steps.reduce(0) { $0 + network.tensors[$1.writes].byteCount }
    #expect(network.plan.byteCount < all / 3)
  }

  /// Plays the network through: whenever a step writes, nothing that is read later may lie where it writes.
  private func check(_ network: Network) throws {
    let plan = network.plan
    func range(_ tensor: Int) -> Range<Int> {
      plan.offsets[tensor]..<plan.offsets[tensor] + network.tensors[tensor].byteCount
    }
    let outputs = Set(
      network.tensors.indices.filter { index in network.outputs.contains { $0.name == network.tensors[index].name } })
    for (time, step) in network.steps.enumerated() {
      #expect(plan.offsets[step.writes].isMultiple(of: MemoryPlan.alignment))
      #expect(range(step.writes).lowerBound >= 0 && range(step.writes).upperBound <= plan.byteCount)
      let writtenBefore = Set(network.steps[..<time].map(\.writes))
      let readFromNowOn = Set(network.steps[time...].flatMap(\.reads))
      let writtenLater = Set(network.steps[(time + 1)...].map(\.writes))
      let alive = readFromNowOn.subtracting(writtenLater).subtracting([step.writes])
        .union(outputs.intersection(writtenBefore))
      for tensor in alive {
        #expect(!range(tensor).overlaps(range(step.writes)), "tensors \(tensor) and \(step.writes)")
      }
    }
  }
}
