import FoundationEssentials
import Glibc
import Hub
import System

/// `recommend converse` as a process of its own, and its two ends of the conversation.
final class RecommenderProcess {
  private let process: ChildProcess
  private let input: FileDescriptor
  private let output: FileDescriptor
  private var lines: LineReader

  private init(_ process: consuming ChildProcess, _ input: consuming FileDescriptor, _ output: consuming FileDescriptor)
  {
    lines = LineReader(output.withRaw { $0 }, limit: 1 << 20)
    self.process = process
    self.input = input
    self.output = output
  }

  /// Starts this very program, with generated songs.
  static func start(songs: Int, seed: Int) throws -> RecommenderProcess {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let toChild = try Pipe()
    let fromChild = try Pipe()
    let words = ["recommend", "converse", "--songs", "\(songs)", "--seed", "\(seed)"]
    let process = try toChild.readEnd.withRaw { read in
      try fromChild.writeEnd.withRaw { write in try ChildProcess(own, words, input: read, output: write) }
    }
    return RecommenderProcess(process, toChild.writing(), fromChild.reading())
  }

  func ask(_ line: JSONValue) throws -> JSONValue {
    try input.withRaw { raw in
      var rest = (line.bytes + [UInt8(ascii: "\n")])[...]
      while !rest.isEmpty {
        let chunk = Array(rest)
        rest = rest.dropFirst(try valueOrErrno("write") { write(raw, chunk, chunk.count) })
      }
    }
    guard let answer = try lines.next() else { throw Failure("the recommender has ended") }
    let value = try JSONValue(parsing: answer, limit: 1 << 20)
    if let error = value["error"]?.string { throw Failure("the recommender says: \(error)") }
    return value
  }

  /// The catalog rows of the songs that are recommended.
  func songs(_ line: JSONValue) throws -> [Int] {
    try ask(line)["songs"]?.array?.compactMap { $0["id"]?.number.map { Int($0) } } ?? []
  }
}
