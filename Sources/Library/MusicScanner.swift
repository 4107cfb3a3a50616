import Domain
import Glibc
import System

/// Keeps the catalog in step with the music folder.
///
/// Files are read and listened to on a thread of their own, and the catalog is free between steps: the box plays on while a scan
/// runs. Several scans at once take turns, a step each.
package struct MusicScanner: Sendable {
  private let catalog: Catalog
  private let folder: MusicFolder
  private let ear: any SongEar
  private let priority: WorkPriority
  private let now: @Sendable () -> Int64

  /// Files read between two transactions.
  private static let batch = 250
  /// A file that was changed less than this long ago, in nanoseconds, may still be on its way here.
  private static let settling: Int64 = 2_000_000_000
  /// The same for one that somebody has not closed yet: a transfer may stall.
  private static let stalling: Int64 = 120_000_000_000
  private static let second: Int64 = 1_000_000_000

  /// - Parameters:
  ///   - priority: of the thread that reads and listens.
  ///   - now: nanoseconds since 1970.
  package init(
    catalog: Catalog, folder: MusicFolder, ear: any SongEar, priority: WorkPriority = .ordinary,
    now: @escaping @Sendable () -> Int64 = { WallClock.nanoseconds }
  ) {
    self.catalog = catalog
    self.folder = folder
    self.ear = ear
    self.priority = priority
    self.now = now
  }

  /// Reads what is new or changed since the last scan, follows files that were moved, marks those that are gone, and
  /// listens to songs that nobody has listened to.
  ///
  /// A file that cannot be used is a problem in the report and stops nothing. When the task is cancelled or the power
  /// goes, what was done so far stays, and the next scan goes on from there. Throws when the music folder cannot be read or
  /// the catalog cannot be written.
  package func scan(progress: @Sendable (ScanProgress) -> Void = { _ in }) async throws -> ScanReport {
    var report = try await look(progress: progress)
    try await analyse(into: &report, progress)
    return report
  }

  /// The first half of ``scan(progress:)``: listens to nothing.
  ///
  /// - Parameter watch: watches every folder from before it is read, and knows which files are still being written.
  package func look(
    watching watch: FolderWatch? = nil, progress: @Sendable (ScanProgress) -> Void = { _ in }
  ) async throws -> ScanReport {
    try await alone {
      var report = ScanReport()
      try await read(into: &report, watch, progress)
      return report
    }
  }

  /// Listens to songs that nobody has listened to, without looking at the folder; to all of them when `again` is true.
  /// Otherwise like ``scan(progress:)``.
  package func analyse(
    again: Bool = false, progress: @Sendable (ScanProgress) -> Void = { _ in }
  ) async throws -> ScanReport {
    var report = ScanReport()
    if again { try await catalog.forgetAnalyses() }
    try await analyse(into: &report, progress)
    return report
  }

  /// Listens to one song that nobody has listened to, and says which and, if nothing could be made of it, why; nil when there is
  /// none left.
  package func analyseNext() async throws -> (path: String, problem: ScanProblem?)? {
    try await alone {
      guard let track = try await catalog.nextUnanalysed(by: ear.version) else { return nil }
      switch try await features(of: track.path) {
      case .success(let features):
        try await catalog.store(features, for: track.id, fingerprint: track.fingerprint, analyser: ear.version)
        return (track.path, nil)
      case .failure(let problem):
        try await catalog.store(
          failure: problem.reason, for: track.id, fingerprint: track.fingerprint, analyser: ear.version)
        return (track.path, problem)
      }
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

  /// The song files that a path means: itself or, when it is a folder, all in it, by their paths below the music folder.
  package func files(at path: String) async throws -> [String] {
    let folder = folder
    return try await onThread(priority) { _ in try folder.files(below: path) }
  }

  /// Finds tracks whose files are gone or cannot be opened, and faults in the catalog itself. Changes nothing.
  package func check() async throws -> CheckReport {
    var report = CheckReport()
    report.faults = try await catalog.faults()
    let (ear, folder) = (ear, folder)
    report.duplicates = try await catalog.duplicates()
    for entry in try await catalog.entries(nil) where entry.state != .hidden {
      if let reason = entry.oddity { report.odd.append(ScanProblem(path: entry.track.path, reason: reason)) }
      try Task.checkCancellation()
      let path = entry.track.path
      if entry.track.features == nil { report.unanalysed += 1 }
      if let reason = entry.analysisFailure { report.problems.append(ScanProblem(path: path, reason: reason)) }
      let problem = try await onThread(priority) { _ -> ScanProblem? in
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
    await catalog.beginStep()
    do {
      try Task.checkCancellation()
      let value = try await body()
      await catalog.endStep()
      return value
    } catch {
      await catalog.endStep()
      throw error
    }
  }

  private func read(
    into report: inout ScanReport, _ watch: FolderWatch?, _ progress: @Sendable (ScanProgress) -> Void
  ) async throws {
    let folder = folder
    let listing = try await onThread(priority) { _ in try Self.list(folder, watch) }
    report.problems = listing.problems
    report.isPartlyWatched = listing.isPartlyWatched
    var comparison = FileComparison(try await catalog.knownFiles())
    let time = now()
    var unread: [FoundFile] = []
    for file in listing.files {
      switch comparison.meet(file) {
      case .unchanged: report.unchanged += 1
      case .ignored: break
      case .unread where isOnItsWay(file, watch, time):
        let reason = "was changed just now and may not be whole yet; scan again"
        report.problems.append(ScanProblem(path: file.path, reason: reason))
        report.waiting += 1
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

  /// Watches, as far as the kernel lets it, before it reads: what comes in between is seen twice rather than never.
  private static func list(
    _ folder: MusicFolder, _ watch: FolderWatch?
  ) throws(IOFailure) -> (files: [FoundFile], problems: [ScanProblem], isPartlyWatched: Bool) {
    var unwatched: IOFailure?
    let listing = try folder.list { path in
      do throws(IOFailure) {
        try watch?.watch(path)
      } catch {
        if error.code != ENOENT { unwatched = error }
      }
    }
    guard let unwatched else { return (listing.files, listing.problems, false) }
    let reason =
      "cannot be watched as a whole, so that new songs are found late: \(String(cString: strerror(unwatched.code)))"
    let advice = unwatched.code == ENOSPC ? "; raise fs.inotify.max_user_watches" : ""
    return (listing.files, listing.problems + [ScanProblem(path: ".", reason: reason + advice)], true)
  }

  /// A time to come is a wrong clock, not a file on its way.
  private func isOnItsWay(_ file: FoundFile, _ watch: FolderWatch?, _ time: Int64) -> Bool {
    let isOpen = watch?.isUnfinished(folder.absolutePath(of: file.path)) ?? false
    return (time - (isOpen ? Self.stalling : Self.settling)...time).contains(file.modified)
  }

  private func analyse(into report: inout ScanReport, _ progress: @Sendable (ScanProgress) -> Void) async throws {
    let total = try await catalog.unanalysed(by: ear.version)
    var done = 0
    while done < total, let (path, problem) = try await analyseNext() {
      done += 1
      if let problem { report.problems.append(problem) } else { report.analysed += 1 }
      progress(ScanProgress(stage: .analysing, done: done, total: total, path: path))
    }
    if done > 0 { await catalog.publish() }
  }

  private func songs(_ files: [FoundFile]) async throws -> [Result<ReadSong, ScanProblem>] {
    let (ear, folder) = (ear, folder)
    return try await onThread(priority) { _ in
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
    return try await onThread(priority) { isCancelled in
      do {
        return .success(try ear.features(ofSongAt: absolute, isCancelled: isCancelled))
      } catch let cancellation as CancellationError {
        throw cancellation
      } catch {
        return .failure(ScanProblem(path: path, absolute: absolute, error: error))
      }
    }
  }
}
