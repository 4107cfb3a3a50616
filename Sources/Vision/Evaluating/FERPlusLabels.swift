import Domain

/// The annotations of one split of the FER+ pictures, from their table `labels.csv`.
package struct FERPlusLabels: Sendable {
  package struct Picture: Equatable, Sendable {
    /// Its place in the split's contact sheet.
    package let index: Int
    package let votes: FERPlusVotes
    /// The label that FER2013 gave the picture; nil where it is not known.
    package let original: Emotion?
    /// The same pixels stand in the training split, too.
    package let isCopyOfTraining: Bool
  }

  package let pictures: [Picture]

  /// Takes the rows of `split`, such as `private-test`.
  package init(_ table: CSVTable, split: String) throws(CSVFailure) {
    let splits = try table.column("split")
    let index = try table.column("index")
    let original = try table.column("fer2013_label")
    let copy = try table.column("copy_of_a_training_image")
    var emotions: [Int] = []
    for emotion in FERPlusEmotion.allCases { emotions.append(try table.column(emotion.column)) }
    let unknown = try table.column("unknown")
    let notAFace = try table.column("not_a_face")

    var pictures: [Picture] = []
    for row in table.rows where row.fields[splits] == split {
      func count(_ column: Int) throws(CSVFailure) -> Int {
        let count = try table.integer(column, of: row)
        guard (0...1_000_000).contains(count) else {
          throw table.failure("\(table.columns[column]) is \(count), out of the range 0…1000000", in: row)
        }
        return count
      }
      var votes: [Int] = []
      for column in emotions { votes.append(try count(column)) }
      let label = row.fields[original]
      guard label.isEmpty || Emotion(name: label) != nil else {
        throw table.failure("\"\(label)\" is not one of the seven emotions", in: row)
      }
      pictures.append(
        Picture(
          index: try count(index),
          votes: FERPlusVotes(emotions: votes, unknown: try count(unknown), notAFace: try count(notAFace)),
          original: Emotion(name: label), isCopyOfTraining: try count(copy) != 0))
    }
    self.pictures = pictures
  }
}
