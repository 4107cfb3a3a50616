import Domain

/// How a frame of any size is laid onto the canvas that a network looks at: the whole frame, its sides in proportion, in
/// the upper left corner, grey beside it.
struct Letterbox: Equatable {
  /// Luma beside the frame; 0 to the network, the same as its convolutions' own padding.
  static let padding: UInt8 = 128

  /// The canvas.
  let width: Int
  let height: Int
  /// The frame.
  let frameWidth: Int
  let frameHeight: Int
  /// What the frame takes of the canvas.
  let pictureWidth: Int
  let pictureHeight: Int

  init(width: Int, height: Int, frameWidth: Int, frameHeight: Int) {
    self.width = width
    self.height = height
    self.frameWidth = frameWidth
    self.frameHeight = frameHeight
    let scale = min(Double(width) / Double(frameWidth), Double(height) / Double(frameHeight))
    func length(_ side: Int, atMost limit: Int) -> Int {
      min(max(1, Int((Double(side) * scale).rounded(.toNearestOrEven))), limit)
    }
    pictureWidth = length(frameWidth, atMost: width)
    pictureHeight = length(frameHeight, atMost: height)
  }

  /// The canvas with the frame on it, brightened if it is dark: `width × height` samples, row by row.
  func canvas(with frame: Frame) -> [UInt8] {
    precondition(frame.width == frameWidth && frame.height == frameHeight, "made for a frame of another size")
    let shrinks = pictureWidth < frameWidth || pictureHeight < frameHeight
    let picture =
      (shrinks
      ? frame.averaged(columns: pictureWidth, rows: pictureHeight)
      : frame.interpolated(columns: pictureWidth, rows: pictureHeight)).brightened
    var canvas = [UInt8](repeating: Self.padding, count: width * height)
    for row in 0..<pictureHeight {
      canvas.replaceSubrange(
        (row * width)..<(row * width + pictureWidth), with: picture[(row * pictureWidth)..<((row + 1) * pictureWidth)])
    }
    return canvas
  }

  /// A position on the canvas, in the frame's pixels.
  func framePoint(_ point: Point) -> Point { Point(x: point.x * across, y: point.y * down) }

  /// A position in the frame, in the canvas's pixels.
  func canvasPoint(_ point: Point) -> Point { Point(x: point.x / across, y: point.y / down) }

  /// An area of the canvas, in the frame's pixels.
  func frameArea(_ area: Rectangle) -> Rectangle {
    Rectangle(x: area.x * across, y: area.y * down, width: area.width * across, height: area.height * down)
  }

  /// Frame pixels a canvas pixel; the two differ by the rounding to whole pixels.
  private var across: Float { Float(frameWidth) / Float(pictureWidth) }
  private var down: Float { Float(frameHeight) / Float(pictureHeight) }
}
