/// Where each activation lives in the one piece of memory that a network runs in.
///
/// Tensors that are never alive together may share bytes. Placement is greedy by size, as in Pisarchyk and Lee,
/// "Efficient Memory Management for Deep Neural Net Inference" (2020): the largest first, each at the lowest gap that
/// its neighbours in time leave.
package struct MemoryPlan: Sendable {
  /// Bytes from the start for each tensor; −1 for those that no step touches.
  package let offsets: [Int]
  package let byteCount: Int
  /// Constants that steps read as activations; they are copied in once and stay.
  package let constants: [Int]

  /// Every tensor starts at a multiple of this.
  package static let alignment = 64

  private struct Resident {
    let tensor: Int
    let size: Int
    var first: Int
    var last: Int
    var offset = 0
  }

  init(tensors: [Tensor?], inputs: [Int], outputs: [Int], steps: [Step]) throws(NetworkError) {
    // Alive from the step that fills it (−1: before the first) to the last that reads it.
    var lives: [ClosedRange<Int>?] = Array(repeating: nil, count: tensors.count)
    for input in inputs { lives[input] = -1...(-1) }
    var constants: [Int] = []
    for (time, step) in steps.enumerated() {
      for tensor in step.reads {
        if let life = lives[tensor] {
          lives[tensor] = life.lowerBound...max(life.upperBound, time)
        } else {
          // Only a constant is read that nothing filled: the reader has checked the others.
          lives[tensor] = -1...steps.count
          constants.append(tensor)
        }
      }
      lives[step.writes] = time...time
    }
    for output in outputs {
      if lives[output] == nil { constants.append(output) }
      lives[output] = (lives[output]?.lowerBound ?? -1)...steps.count
    }

    var waiting: [Resident] = []
    for (index, life) in lives.enumerated() {
      guard let life, let tensor = tensors[index] else { continue }
      let size = (tensor.byteCount + Self.alignment - 1) / Self.alignment * Self.alignment
      waiting.append(Resident(tensor: index, size: size, first: life.lowerBound, last: life.upperBound))
    }
    waiting.sort { ($1.size, $0.tensor) < ($0.size, $1.tensor) }

    var offsets = Array(repeating: -1, count: tensors.count)
    var placed: [Resident] = []
    var end = 0
    for var resident in waiting {
      var lowest = 0
      for other in placed where other.first <= resident.last && resident.first <= other.last {
        if other.offset >= lowest + resident.size { break }
        lowest = max(lowest, other.offset + other.size)
      }
      guard lowest <= Limits.arenaBytes - resident.size else {
        throw NetworkError(
          .tooLarge, at: "tensor \(resident.tensor)",
          "the network's activations need more than \(Limits.arenaBytes) bytes")
      }
      resident.offset = lowest
      offsets[resident.tensor] = lowest
      end = max(end, lowest + resident.size)
      let place = placed.firstIndex { $0.offset > lowest } ?? placed.endIndex
      placed.insert(resident, at: place)
    }
    self.offsets = offsets
    self.constants = constants
    byteCount = end
  }
}
