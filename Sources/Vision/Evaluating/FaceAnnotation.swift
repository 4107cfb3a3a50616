import Domain

/// A picture and the one face in it that somebody marked, from the table `faces.csv`.
package struct FaceAnnotation: Equatable, Sendable {
  /// File name.
  package let image: String
  package let split: String
  package let box: Rectangle
  package let landmarks: FaceLandmarks

  /// Reads the table's rows; coordinates are pixels of the picture.
  package static func annotations(_ table: CSVTable) throws(CSVFailure) -> [FaceAnnotation] {
    let image = try table.column("image")
    let split = try table.column("split")
    var columns: [Int] = []
    for name in ["left", "top", "right", "bottom"] { columns.append(try table.column(name)) }
    for name in ["eye1", "eye2", "nose", "mouth1", "mouth2"] {
      columns.append(try table.column(name + "_x"))
      columns.append(try table.column(name + "_y"))
    }
    var annotations: [FaceAnnotation] = []
    for row in table.rows {
      var numbers: [Float] = []
      for column in columns {
        guard let number = Float(row.fields[column]), number.isFinite else {
          throw table.failure("\(table.columns[column]) is \"\(row.fields[column])\", not a number", in: row)
        }
        numbers.append(number)
      }
      func point(_ index: Int) -> Point { Point(x: numbers[4 + index * 2], y: numbers[5 + index * 2]) }
      annotations.append(
        FaceAnnotation(
          image: row.fields[image], split: row.fields[split],
          box: Rectangle(x: numbers[0], y: numbers[1], width: numbers[2] - numbers[0], height: numbers[3] - numbers[1]),
          landmarks: FaceLandmarks(
            leftEye: point(0), rightEye: point(1), nose: point(2), leftMouthCorner: point(3), rightMouthCorner: point(4)
          )
        ))
    }
    return annotations
  }
}
