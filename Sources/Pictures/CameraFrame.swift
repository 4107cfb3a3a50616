import Domain

extension Frame {
  /// Takes the luma of a camera's buffer, whatever its range (0…255 or 16…235): who looks at faces normalises it anyway.
  ///
  /// - Parameters:
  ///   - bytes: what the camera wrote, `bytesused` long.
  ///   - width: pixels across. An MJPEG frame says its own size, which then counts.
  ///   - height: pixels down.
  ///   - bytesPerLine: from the start of a row to the start of the next; 0 when rows follow each other without padding.
  ///   - time: when the picture was taken, on the monotonic clock.
  ///
  /// Throws ``PictureError`` when the buffer is too short or the JPEG inside cannot be read; the next frame may be fine.
  package init(
    from bytes: UnsafeRawBufferPointer, format: PixelFormat, width: Int, height: Int, bytesPerLine: Int, time: Duration
  ) throws(PictureError) {
    guard let step = format.bytesPerSample else {
      try self.init(mjpeg: bytes, time: time)
      return
    }
    guard (1...16_384).contains(width), (1...16_384).contains(height), (0...1_048_576).contains(bytesPerLine) else {
      throw PictureError(.unusableLayout("\(width)×\(height) pixels in rows of \(bytesPerLine) bytes"))
    }
    let stride = bytesPerLine == 0 ? width * step : bytesPerLine
    guard stride >= width * step else {
      throw PictureError(.unusableLayout("\(width) pixels in rows of \(stride) bytes"))
    }
    // The last row may end where its pixels end.
    let needed = stride * (height - 1) + width * step
    guard bytes.count >= needed else { throw PictureError(.shortBuffer(bytes: bytes.count, needed: needed)) }

    let luma = [UInt8](unsafeUninitializedCapacity: width * height) { samples, count in
      for row in 0..<height {
        let line = UnsafeRawBufferPointer(rebasing: bytes[(row * stride)..<(row * stride + width * step)])
        let target = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(samples)[(row * width)..<((row + 1) * width)])
        if step == 1 {
          target.copyMemory(from: line)
        } else {
          for column in 0..<width { target[column] = line[column * step] }
        }
      }
      count = width * height
    }
    self.init(width: width, height: height, luma: luma, time: time)
  }

  private init(mjpeg bytes: UnsafeRawBufferPointer, time: Duration) throws(PictureError) {
    guard JPEGSegments.begin(bytes) else { throw PictureError(.damaged("no JPEG picture in the camera's buffer")) }
    let frame = try JPEGDecoder().frame(from: bytes, reduction: 1)
    self.init(width: frame.width, height: frame.height, luma: frame.luma, time: time)
  }
}
