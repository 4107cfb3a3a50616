import CPng

/// Writes coloured pictures as PNG with libpng's simplified interface.
package enum PNGEncoder {
  /// The bytes of a file (`png_image_write_to_memory`), nil where libpng has no memory for them.
  ///
  /// - Parameter pixels: red, green and blue of each pixel, row by row; `width × height × 3` in all.
  package static func bytes(ofColours pixels: [UInt8], width: Int, height: Int) -> [UInt8]? {
    precondition(width > 0 && height > 0 && pixels.count == width * height * 3, "three samples a pixel")
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    defer { png_image_free(&image) }
    // Without memory it says how much it needs.
    var size = png_alloc_size_t(0)
    guard png_image_write_to_memory(&image, nil, &size, 0, pixels, 0, nil) != 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(size))
    guard png_image_write_to_memory(&image, &bytes, &size, 0, pixels, 0, nil) != 0 else { return nil }
    return Array(bytes.prefix(Int(size)))
  }
}
