import Domain
import Hub
import System

/// Where the box remembers privacy, volume and watching: a small file that is only ever replaced whole.
package actor StateFile {
  private let path: String
  /// The disk may take its time.
  private let executor = QueueExecutor("state")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// What was remembered, and what was wrong with it.
  package struct Memory: Equatable, Sendable {
    package let state: StoredState
    /// In words; nil when all is well.
    package let problem: String?
  }

  package init(path: String) { self.path = path }

  /// What was stored last. A box that has stored nothing yet starts without privacy, at `volume` and with `policy`. One that cannot read
  /// what it stored starts with privacy on: nobody may be seen because a memory card failed.
  package func load(volume: Int, policy: MusicPolicy = .match) -> Memory {
    func safe(_ problem: String) -> Memory {
      Memory(
        state: StoredState(privacy: true, volume: volume, policy: policy),
        problem: "\(problem); privacy is on to be safe")
    }
    do {
      guard let bytes = try WholeFile.read(path, limit: 4096) else {
        return Memory(state: StoredState(privacy: false, volume: volume, policy: policy), problem: nil)
      }
      let value = try JSONValue(parsing: bytes, limit: 4096)
      guard let privacy = value["privacy"]?.bool else { return safe("\(path): does not say whether privacy is on") }
      let stored = value["volume"]?.number.flatMap { Int(exactly: $0) }.flatMap { (0...100).contains($0) ? $0 : nil }
      let watching = value["watching"]?.bool ?? false
      let chosen = value["policy"]?.string.flatMap { MusicPolicy(rawValue: $0) } ?? policy
      return Memory(
        state: StoredState(privacy: privacy, volume: stored ?? volume, watching: watching, policy: chosen),
        problem: nil)
    } catch let failure as IOFailure {
      return safe("\(failure)")
    } catch {
      return safe("\(path): \(error)")
    }
  }

  package func store(_ state: StoredState) throws(IOFailure) {
    let value: JSONValue = [
      "privacy": .bool(state.privacy), "volume": .number(Double(state.volume)), "watching": .bool(state.watching),
      "policy": .string(state.policy.rawValue),
    ]
    try WholeFile.replace(path, with: value.bytes + [UInt8(ascii: "\n")])
  }
}
