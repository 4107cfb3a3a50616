import CFuzzer
import Domain
import Library

/// Whatever the bytes are, reading them as a table of songs or as a playlist must end in songs of the library and in problems with lines of
/// the file; what was found must be writable, and read back as it was.
@_cdecl("LLVMFuzzerTestOneInput")
public func read(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let lines = bytes.count { $0 == 0x0A } + 1
  for result in [
    SongImport.table(bytes, file: "fuzz", finder: finder), SongImport.playlist(bytes, file: "fuzz", finder: finder),
  ] {
    precondition(result.problems.allSatisfy { (1...lines).contains($0.line) && !$0.reason.isEmpty })
    precondition(result.found.allSatisfy { (1...3).contains($0) } && Set(result.found).count == result.found.count)
    for change in result.changes {
      var song = songs[Int(change.id) - 1]
      song.values.merge(change.values) { $1 }
      let again = SongImport.table(Array(SongSheet.csv([song]).utf8), file: "again", finder: finder)
      precondition(again.problems.isEmpty && again.found == [song.id])
    }
  }
  return 0
}

let songs = [("a.wav", "One", "Ada"), ("b/c.flac", "Two, \"too\"", ""), ("d.ogg", "One", "Ben")].enumerated().map {
  SongRecord(
    id: Int64($0 + 1), path: $1.0, state: "present", duration: 1000 * $0, added: 0,
    values: [.title: $1.1, .artist: $1.2, .tempo: "120.0"], ownerSet: [])
}
let finder = SongFinder(songs, folder: "/music")

// The package manager makes this file the program's start, before libFuzzer's own.
var argumentCount = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&argumentCount, &arguments, read)
