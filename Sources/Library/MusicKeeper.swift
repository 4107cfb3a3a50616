import System

/// Keeps the catalog in step with the music folder for as long as the box runs: looks at its start and whenever something changed,
/// and listens to new songs in between, one at a time.
package struct MusicKeeper: Sendable {
  /// What it has to tell.
  package enum News: Equatable, Sendable {
    /// It looked, and something is not as it was.
    case changed(ScanReport)
    /// So many songs were listened to since it told last.
    case analysed(Int)
    /// The folder or the catalog cannot be used; it tries again.
    case failed(reason: String)
    /// After a failure.
    case works
  }

  private enum Signal { case changed, again }

  /// A file arrives in many pieces, an album in many files: it looks when this long nothing has changed.
  private static let quiet = Duration.seconds(2)
  /// …but not later than after this many times as long.
  private static let patience = 15
  /// After a failure, or while files are on their way.
  private static let retry = Duration.seconds(10)
  /// Between two looks where changes cannot be noticed.
  private static let round = Duration.seconds(600)
  /// Songs listened to between two news of it.
  private static let announced = 25

  private let catalog: Catalog
  private let scanner: MusicScanner
  private let sleep: @Sendable (Duration) async throws -> Void

  package init(
    catalog: Catalog, scanner: MusicScanner,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.catalog = catalog
    self.scanner = scanner
    self.sleep = sleep
  }

  /// Returns when the task is cancelled.
  package func run(_ tell: @escaping @Sendable (News) async -> Void) async {
    let (signals, signalsEnd) = AsyncStream<Signal>.makeStream(bufferingPolicy: .bufferingNewest(1))
    var watch: FolderWatch?
    do {
      watch = try FolderWatch()
    } catch {
      await tell(.failed(reason: "new songs are found late, because folders cannot be watched: \(error)"))
    }
    let activity = Activity()
    await withDiscardingTaskGroup { [watch] group in
      if let watch {
        group.addTask {
          while (try? await watch.change()) != nil {
            activity.note()
            signalsEnd.yield(.changed)
          }
        }
      }
      var hasFailed = await catalog.isInMemory
      repeat {
        do {
          let seen = activity.count
          if try await catalog.returnToDisk() { await tell(.works) }
          let report = try await scanner.look(watching: watch)
          if hasFailed, await !catalog.isInMemory {
            try await catalog.tryWriting()
            await tell(.works)
          }
          hasFailed = await catalog.isInMemory
          if report.isNews { await tell(.changed(report)) }
          if report.waiting > 0 { remind(in: Self.retry, &group, signalsEnd) }
          if watch == nil || report.isPartlyWatched || hasFailed { remind(in: Self.round, &group, signalsEnd) }
          try await listen(tell) { activity.count != seen }
          try await catalog.backUpIfDue()
        } catch is CancellationError {
          break
        } catch {
          hasFailed = true
          var reason = "\(error)"
          if (error as? SQLiteFailure)?.isDamage == true, let done = try? await catalog.examine() { reason = done }
          await tell(.failed(reason: reason))
          remind(in: Self.retry, &group, signalsEnd)
        }
      } while await settled(signals, activity)
      group.cancelAll()
    }
  }

  /// Waits for a change, and then until nothing changes any more. False when the task is cancelled.
  private func settled(_ signals: AsyncStream<Signal>, _ activity: Activity) async -> Bool {
    for await signal in signals {
      guard signal == .changed else { return !Task.isCancelled }
      for _ in 0..<Self.patience {
        let before = activity.count
        guard (try? await sleep(Self.quiet)) != nil else { return false }
        if activity.count == before { break }
      }
      return !Task.isCancelled
    }
    return false
  }

  /// Until all songs were listened to or `isNeeded` elsewhere.
  private func listen(_ tell: (News) async -> Void, until isNeeded: () -> Bool) async throws {
    var done = 0
    while !isNeeded(), try await scanner.analyseNext() != nil {
      done += 1
      guard done == Self.announced else { continue }
      await catalog.publish()
      await tell(.analysed(done))
      done = 0
    }
    guard done > 0 else { return }
    await catalog.publish()
    await tell(.analysed(done))
  }

  private func remind(
    in time: Duration, _ group: inout DiscardingTaskGroup, _ signals: AsyncStream<Signal>.Continuation
  ) {
    group.addTask { [sleep] in
      if (try? await sleep(time)) != nil { signals.yield(.again) }
    }
  }
}
