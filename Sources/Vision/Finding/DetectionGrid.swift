import Domain
import Glibc
import Inference

/// One of the detector's grids, whose every cell may have found a face.
///
/// A cell at (column, row) of a grid whose cells are s pixels wide and high means, in pixels of the network's input:
///
///     centre x = (column + 0.5 + b0) · s     width  = s · exp(b2)     point k: x = (column + 0.5 + p[2k]) · s
///     centre y = (row    + 0.5 + b1) · s     height = s · exp(b3)              y = (row    + 0.5 + p[2k+1]) · s
///
/// The points are image-left eye, image-right eye, nose tip, image-left and image-right mouth corner.
struct DetectionGrid {
  static let boxChannels = 4
  static let pointChannels = 10

  /// Pixels of the input a cell.
  let stride: Int
  let rows: Int
  let columns: Int
  /// A logit a cell: the score is its sigmoid.
  let logits: QuantisedValues
  /// Four values a cell.
  let boxes: QuantisedValues
  /// Ten values a cell.
  let points: QuantisedValues

  /// The faces whose score is at least `threshold`, in pixels of the network's input, in no order. What is not finite is
  /// no face.
  func faces(scoring threshold: Float) -> [Face] {
    let least = logf(threshold / (1 - threshold))
    return (0..<(rows * columns)).compactMap { cell in
      logits[cell] >= least ? face(at: cell) : nil
    }
  }

  private func face(at cell: Int) -> Face? {
    let size = Float(stride)
    let x = Float(cell % columns) + 0.5
    let y = Float(cell / columns) + 0.5
    let box = (0..<Self.boxChannels).map { boxes[cell * Self.boxChannels + $0] }
    // In training, too, sides are kept to what 400 cells can mean.
    let width = size * expf(min(max(box[2], -4), 4))
    let height = size * expf(min(max(box[3], -4), 4))
    let area = Rectangle(
      x: (x + box[0]) * size - width / 2, y: (y + box[1]) * size - height / 2, width: width, height: height)
    func point(_ index: Int) -> Point {
      let offset = cell * Self.pointChannels + index * 2
      return Point(x: (x + points[offset]) * size, y: (y + points[offset + 1]) * size)
    }
    let landmarks = FaceLandmarks(
      leftEye: point(0), rightEye: point(1), nose: point(2), leftMouthCorner: point(3), rightMouthCorner: point(4))
    let numbers = [area.x, area.y, area.width, area.height] + landmarks.points.flatMap { [$0.x, $0.y] }
    guard numbers.allSatisfy(\.isFinite) else { return nil }
    return Face(box: area, landmarks: landmarks, score: 1 / (1 + expf(-logits[cell])))
  }
}
