import Domain
import Hub
import Library

/// The songs.
extension Runtime {
  /// Tells how many songs there are, if that has changed.
  func tellLibrary() async {
    var info = info
    info.songs = await parts.chooser.songs
    if info != self.info { tell(.info(info)) }
  }

  /// What the keeper of the library has to tell.
  func hear(_ news: MusicKeeper.News) async {
    switch news {
    case .failed(let reason): post(.lost(.library, reason: reason))
    case .works: post(.back(.library))
    case .analysed: await refreshLibrary()
    case .changed(let report):
      await refreshLibrary()
      let changed = report.changed + report.moved + report.returned
      tell(
        .event(
          .songsChanged(added: report.added, changed: changed, missing: report.missing, songs: info.songs)))
    }
  }

  /// Reads the library ahead of the next press, beside the music, and tells how large it is.
  func refreshLibrary() async {
    do {
      try await parts.chooser.refresh()
      if libraryFails { post(.back(.library)) }
      libraryFails = false
      await tellLibrary()
    } catch {
      libraryFails = true
      post(.lost(.library, reason: "\(error)"))
    }
  }

  func play(_ mix: Mix) async {
    defer { mixesPlaying += 1 }
    do {
      let songs = try await parts.chooser.songs(for: mix)
      await tellLibrary()
      if songs.isEmpty {
        await nothingToPlay("there are no songs in the library; copy some into the music folder")
      } else {
        await parts.player.play(songs)
      }
    } catch {
      await nothingToPlay("\(error)")
    }
  }

  private func nothingToPlay(_ reason: String) async {
    post(.nothingToPlay(reason: reason, still: await parts.player.status.state))
  }

  /// The choice knows at once what was begun; the disk may take its time.
  func note(_ track: Track) {
    music.add { await self.parts.chooser.avoid(track) }
    keep { try await self.parts.listeners.recordPlay(of: track) }
  }

  nonisolated func watchPlayer() async {
    for await event in parts.player.events {
      switch event {
      case .trackStarted(let choice): post(.trackStarted(choice))
      case .trackEnded(let choice, let ending, at: let place):
        await noteEnd(of: choice.track, ending, at: place)
        post(.trackEnded(choice.track, ending))
      case .trackFailed(let choice, let reason): post(.trackFailed(choice.track, reason: reason))
      case .statusChanged(let status): post(.playerChanged(status))
      case .queueEmpty: inboxEnd.yield(.queueEmpty)
      case .sinkLost(let reason): post(.lost(.speaker, reason: reason))
      case .sinkBack: post(.back(.speaker))
      }
    }
  }
}
