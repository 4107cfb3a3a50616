import Domain
import Pictures
import Vision

/// One split of the FER+ pictures: `emotion/labels.csv` and `emotion/SPLIT.png` in a folder.
struct LabelledSheet {
  let labels: FERPlusLabels
  private let sheet: ContactSheet
  private let file: String

  init(_ folder: String, split: String) throws {
    let table = try CSVTable(try InputFile.bytes("\(folder)/emotion/labels.csv"), file: "\(folder)/emotion/labels.csv")
    labels = try FERPlusLabels(table, split: split)
    file = "\(folder)/emotion/\(split).png"
    guard let sheet = ContactSheet(try Photograph(at: file, longestSide: .max).frame) else {
      throw Failure("\(file): not a contact sheet of 48×48 crops, 120 a row")
    }
    self.sheet = sheet
  }

  func crop(_ picture: FERPlusLabels.Picture) throws -> AlignedCrop {
    guard picture.index < sheet.count else {
      throw Failure("\(file): it has no picture \(picture.index), which labels.csv names")
    }
    return sheet[picture.index]
  }
}
