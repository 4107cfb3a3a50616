import Domain
import Glibc
import System

/// Keeps the catalog in step with the music folder.
///
/// Files are read and listened to on one thread of the lowest priority, and the catalog is free between batches: the box
/// plays on while a scan runs.
package struct MusicScanner: Sendable {
  private let catalog: Catalog
  private let folder: MusicFolder
  private let ear: any SongEar
  private let now: @Sendable () -> Int64

  /// Files read between two transactions.
  private static let batch = 32
  /// A file that was changed less than this long ago, in nanoseconds, may still be on its way here.
  private static let settling: Int64 = 2_000_000_000
  private static let second: Int64 = 1_000_000_000

  /// - Parameter now: nanoseconds since 1970.
  package init(
    catalog: Catalog, folder: MusicFolder, ear: any SongEar,
    now: @escaping @Sendable () -> Int64 = { Self.wallClock() }
  ) {
    self.catalog = catalog
    self.folder = folder
    self.ear = ear
    self.now = now
  }

  /// Reads what is new or changed since the last scan, follows files that were moved, marks those that are gone, and
  /// listens to songs that nobody has listened to.
  ///
  /// A file that cannot be used is a problem in the report and stops nothing. When the task is cancelled or the power
  /// goes, what was done so far stays, and the next scan goes on from there. Throws when the music folder cannot be read,
  /// the catalog cannot be written, or a scan is running.
  package func scan(progress: @Sendable (ScanProgress) -> Void = { _ in }) async throws -> ScanReport {
    try await alone {
      var report = ScanReport()
      try await read(into: &report, progress)
      try await analyse(into: &report, progress)
      return report
    }
  }

  /// Listens to songs that nobody has listened to, without looking at the folder; to all of them when `again` is true.
  /// Otherwise like ``scan(progress:)``.
  package func analyse(
    again: Bool = false, progress: @Sendable (ScanProgress) -> Void = { _ in }
  ) async throws -> ScanReport {
    try await alone {
      var report = ScanReport()
      if again { try await catalog.forgetAnalyses() }
      try await analyse(into: &report, progress)
      return report
    }
  }

  /// Reads one file and takes it into the catalog, also when the owner had removed it; the next scan listens to it.
  /// Throws ``ScanProblem`` when it is not a song, ``CatalogFailure`` when the path is not one of a song in the folder.
  ///
  /// - Parameter path: below the music folder, or absolute within it.
  package func add(_ path: String) async throws -> CatalogEntry {
    let found = try folder.file(at: folder.relativePath(of: path))
    return try await alone {
      let song = try await songs([found])[0].get()
      let known = try await catalog.knownFiles().filter { $0.path.utf8.elementsEqual(found.path.utf8) }
      var comparison = FileComparison(known)
      var report = ScanReport()
      let change = comparison.judge(song, in: &report)
      return try await catalog.add(change, at: now() / Self.second)
    }
  }

  /// Finds tracks whose files are gone or cannot be opened, and faults in the catalog itself. Changes nothing.
  package func check() async throws -> CheckReport {
    var report = CheckReport()
    report.faults = try await catalog.faults()
    let (ear, folder) = (ear, folder)
    for entry in try await catalog.entries(CatalogFilter(state: nil)) where entry.state != .hidden {
      try Task.checkCancellation()
      let path = entry.track.path
      if entry.track.features == nil { report.unanalysed += 1 }
      if let reason = entry.analysisFailure { report.problems.append(ScanProblem(path: path, reason: reason)) }
      let problem = try await onBackgroundThread { () -> ScanProblem? in
        do {
          _ = try folder.file(at: path)
          _ = try ear.duration(ofSongAt: folder.absolutePath(of: path))
          return nil
        } catch {
          return ScanProblem(path: path, absolute: folder.absolutePath(of: path), error: error)
        }
      }
      if let problem { report.problems.append(problem) }
    }
    return report
  }

  private func alone<Value>(_ body: () async throws -> Value) async throws -> Value {
    try await catalog.beginScan()
    do {
      let value = try await body()
      await catalog.endScan()
      return value
    } catch {
      await catalog.endScan()
      throw error
    }
  }

  private func read(into report: inout ScanReport, _ progress: @Sendable (ScanProgress) -> Void) async throws {
    let folder = folder
    let listing = try await onBackgroundThread { try folder.list() }
    report.problems = listing.problems
    var comparison = FileComparison(try await catalog.knownFiles())
    let time = now()
    var unread: [FoundFile] = []
    for file in listing.files {
      switch comparison.meet(file) {
      case .unchanged: report.unchanged += 1
      case .ignored: break
      // A time to come is a wrong clock, not a file on its way.
      case .unread where (time - Self.settling...time).contains(file.modified):
        let reason = "was changed just now and may not be whole yet; scan again"
        report.problems.append(ScanProblem(path: file.path, reason: reason))
      case .unread: unread.append(file)
      }
    }
    for start in stride(from: 0, to: unread.count, by: Self.batch) {
      try Task.checkCancellation()
      let files = Array(unread[start..<min(start + Self.batch, unread.count)])
      var changes: [FileChange] = []
      for song in try await songs(files) {
        switch song {
        case .success(let song): changes.append(comparison.judge(song, in: &report))
        case .failure(let problem): report.problems.append(problem)
        }
      }
      try await catalog.apply(changes, at: time / Self.second)
      let done = start + files.count
      progress(ScanProgress(stage: .reading, done: done, total: unread.count, path: files[files.count - 1].path))
    }
    report.missing = comparison.gone.count
    try await catalog.markMissing(comparison.gone)
  }

  private func analyse(into report: inout ScanReport, _ progress: @Sendable (ScanProgress) -> Void) async throws {
    let waiting = try await catalog.unanalysed(by: ear.version)
    for (done, track) in waiting.enumerated() {
      try Task.checkCancellation()
      switch try await features(of: track.path) {
      case .success(let features):
        try await catalog.store(features, for: track.id, fingerprint: track.fingerprint, analyser: ear.version)
        report.analysed += 1
      case .failure(let problem):
        try await catalog.store(
          failure: problem.reason, for: track.id, fingerprint: track.fingerprint, analyser: ear.version)
        report.problems.append(problem)
      }
      progress(ScanProgress(stage: .analysing, done: done + 1, total: waiting.count, path: track.path))
    }
  }

  private func songs(_ files: [FoundFile]) async throws -> [Result<ReadSong, ScanProblem>] {
    let (ear, folder) = (ear, folder)
    return try await onBackgroundThread {
      files.map { file in
        Result { try ReadSong(file, in: folder, by: ear) }.mapError {
          ScanProblem(path: file.path, absolute: folder.absolutePath(of: file.path), error: $0)
        }
      }
    }
  }

  private func features(of path: String) async throws -> Result<AudioFeatures, ScanProblem> {
    let ear = ear
    let absolute = folder.absolutePath(of: path)
    return try await onBackgroundThread {
      Result { try ear.features(ofSongAt: absolute) }.mapError {
        ScanProblem(path: path, absolute: absolute, error: $0)
      }
    }
  }

  private static func wallClock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * second + Int64(time.tv_nsec)
  }
}
