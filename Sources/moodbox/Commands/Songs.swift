import FoundationEssentials
import Library
import Settings

/// The library as the settings place it.
enum Songs {
  static func catalog(_ settings: Settings) throws -> Catalog {
    guard FileManager.default.fileExists(atPath: settings.state) else {
      throw Failure("\(settings.state): there is no such folder; make it, or set state to another")
    }
    return try Catalog(folder: settings.state)
  }

  static func scanner(_ catalog: Catalog, _ settings: Settings) -> MusicScanner {
    MusicScanner(catalog: catalog, folder: MusicFolder(path: settings.music.folder), ear: AnalysingEar())
  }
}
