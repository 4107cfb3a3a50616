import Domain
import FoundationEssentials
import Pictures
import Vision

/// Pictures of people, and the emotion that each shows.
struct LabelledPictures {
  struct Item {
    let truth: Emotion
    let frame: () throws -> Frame
  }

  let items: [Item]

  /// Reads what a folder holds: either one folder for each emotion, named so, with JPEG and PNG pictures; or
  /// `emotion/labels.csv` with a contact sheet of crops for `split`, each of which counts as a picture of its own.
  init(_ folder: String, split: String) throws {
    if FileManager.default.fileExists(atPath: "\(folder)/emotion/labels.csv") {
      items = try Self.crops(folder, split: split)
    } else {
      items = try Self.photographs(folder)
    }
    if items.isEmpty {
      throw Failure(
        "\(folder): no pictures here; they stand in folders named \(Emotion.allCases.map(\.name).joined(separator: ", "))"
      )
    }
  }

  private static func crops(_ folder: String, split: String) throws -> [Item] {
    let sheet = try LabelledSheet(folder, split: split)
    return try sheet.labels.pictures.compactMap { picture in
      guard let voted = picture.votes.majority, let truth = Emotion(name: "\(voted)") else { return nil }
      let crop = try sheet.crop(picture)
      return Item(truth: truth) { Frame(width: AlignedCrop.side, height: AlignedCrop.side, luma: crop.luma) }
    }
  }

  private static func photographs(_ folder: String) throws -> [Item] {
    try Emotion.allCases.flatMap { emotion -> [Item] in
      let own = "\(folder)/\(emotion.name)"
      guard FileManager.default.fileExists(atPath: own) else { return [] }
      let names: [String]
      do {
        names = try FileManager.default.contentsOfDirectory(atPath: own)
      } catch {
        throw Failure("\(own): cannot be listed")
      }
      return names.filter { !$0.hasPrefix(".") }.sorted().map { name in
        Item(truth: emotion) { try Photograph(at: "\(own)/\(name)").frame }
      }
    }
  }
}
