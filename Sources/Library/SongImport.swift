import Domain

/// What a file from elsewhere says of songs, found in the library: what to change, and what is wrong with the file, line by line.
///
/// Files come from outside and may hold anything. A line that cannot be used is a problem and changes nothing; the others count.
package struct SongImport: Sendable {
  /// A song's new values: those that differ from what the catalog holds.
  package struct Change: Equatable, Sendable {
    package let id: Int64
    package var values: [TrackField: String]
  }

  package private(set) var changes: [Change] = []
  /// Songs that are in the file and in the library, by number, each once, in the order of the file.
  package private(set) var found: [Int64] = []
  package private(set) var problems: [CSVFailure] = []
  private var seen: Set<Int64> = []
  private let finder: SongFinder
  private let file: String

  private init(_ finder: SongFinder, _ file: String) {
    self.finder = finder
    self.file = file
  }

  /// Reads comma-separated values: what an export wrote, or a table of a streaming service's features. Columns that mean nothing here
  /// are passed over. See ``SongColumn`` for the names that are known.
  ///
  /// - Parameters:
  ///   - file: what problems call it.
  ///   - mood: the mood that everybody whose song is in this file had in mind; nil for none.
  package static func table(
    _ bytes: [UInt8], file: String, mood: Emotion? = nil, finder: SongFinder
  ) -> SongImport {
    var result = SongImport(finder, file)
    var reader = CSVReader(bytes, file: file)
    let header: CSVRow
    do throws(CSVFailure) {
      guard let first = try reader.next() else {
        result.complain(1, "the file is empty: its first line must name the columns")
        return result
      }
      header = first
    } catch {
      result.problems.append(error)
      return result
    }
    let columns = header.fields.map { SongColumn($0) }
    guard columns.contains(.path) || columns.contains(.field(.title)) else {
      result.complain(header.line, "no column is named path, title, name or track_name, so that no song can be found")
      return result
    }
    var known: Set<SongColumn> = []
    for (name, column) in zip(header.fields, columns) where column != .other && !known.insert(column).inserted {
      result.complain(header.line, "the column \"\(SongTags.cleaned(name))\" says the same as one before it")
      return result
    }
    while true {
      do throws(CSVFailure) {
        guard let row = try reader.next() else { return result }
        result.take(row, columns, mood)
      } catch {
        result.problems.append(error)
        reader.skipLine()
      }
    }
  }

  /// Reads a playlist: M3U or extended M3U, as UTF-8 or, for what is not that, Latin-1.
  package static func playlist(_ bytes: [UInt8], file: String, finder: SongFinder) -> SongImport {
    var result = SongImport(finder, file)
    var information: Substring?
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    for (index, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let plain = line.last == 0x0D ? line.dropLast() : line
      let text =
        String(validating: plain, as: UTF8.self)
        ?? String(String.UnicodeScalarView(plain.map { Unicode.Scalar($0) }))
      guard !text.allSatisfy(\.isWhitespace) else { continue }
      if text.hasPrefix("#") {
        if text.hasPrefix("#EXTINF:") { information = text.dropFirst(8) }
        continue
      }
      result.take(path: text, information, line: index + 1)
      information = nil
    }
    return result
  }

  private mutating func take(_ row: CSVRow, _ columns: [SongColumn], _ mood: Emotion?) {
    guard row.fields.count == columns.count else {
      return complain(row.line, "\(row.fields.count) fields, but the first line names \(columns.count) columns")
    }
    var values: [TrackField: String] = [:]
    var (path, milliseconds): (String?, Int?) = (nil, nil)
    for (column, text) in zip(columns, row.fields) {
      switch column {
      case .path: path = text
      case .milliseconds: milliseconds = Double(text).flatMap { Int(exactly: $0.rounded()) }
      case .field(let field): if let value = SongColumn.value(text, of: field) { values[field] = value }
      case .percent(let field):
        guard !text.isEmpty else { continue }
        values[field] = Float(text).map { "\($0 / 100)" } ?? text
      case .other: break
      }
    }
    let song: SongRecord
    do throws(SongFinder.Failure) {
      song = try finder.song(
        path: path, title: values[.title] ?? "", artist: values[.artist] ?? "", milliseconds: milliseconds)
    } catch {
      return complain(row.line, error.description)
    }
    guard seen.insert(song.id).inserted else { return complain(row.line, "the song stands in the file twice") }
    // What a song was found by is not to be changed by it: names differ in details.
    if path == nil { for field in [TrackField.title, .artist, .album] { values[field] = nil } }
    if let mood { values[.mood] = mood.name }
    var changed: [TrackField: String] = [:]
    do throws(CatalogFailure) {
      for (field, text) in values {
        let value = try field.value(of: text)
        if try value != field.value(ofStored: song.text(of: field)) { changed[field] = text }
      }
    } catch {
      return complain(row.line, "\(error)")
    }
    found.append(song.id)
    if !changed.isEmpty { changes.append(Change(id: song.id, values: changed)) }
  }

  private mutating func take(path: String, _ information: Substring?, line: Int) {
    var (artist, title): (String, String) = ("", "")
    if let information, let comma = information.firstIndex(of: ",") {
      let name = information[information.index(after: comma)...]
      let parts = name.split(separator: " - ", maxSplits: 1)
      artist = parts.count == 2 ? String(parts[0]) : ""
      title = String(parts.last ?? "")
    }
    do throws(SongFinder.Failure) {
      let song = try finder.song(path: path, title: title, artist: artist, milliseconds: nil)
      // A playlist may hold a song twice.
      if seen.insert(song.id).inserted { found.append(song.id) }
    } catch {
      complain(line, error.description)
    }
  }

  private mutating func complain(_ line: Int, _ reason: String) {
    problems.append(CSVFailure(file: file, line: line, reason: reason))
  }
}
