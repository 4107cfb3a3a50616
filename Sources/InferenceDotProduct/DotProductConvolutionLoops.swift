#if arch(arm64)
  import Inference

  /// Convolutions by `sdot`: each lane adds four products of an activation and a weight. A tile's sums stay in registers:
  /// those of five pixels by 16 channels, four by 24 or eight by 8.
  struct DotProductConvolutionLoops: ConvolutionLoops {
    func tile(forChannels channels: Int) -> Tile {
      let isNarrow = (channels + 7) / 8 % 2 == 1
      return switch channels {
      case _ where channels % 24 == 0: Tile(pixels: 4, channels: 24, depth: 4, activations: .signed)
      case _ where isNarrow: Tile(pixels: 8, channels: 8, depth: 4, activations: .signed)
      default: Tile(pixels: 5, channels: 16, depth: 4, activations: .signed)
      }
    }

    func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>) {
      let count = constants.count
      table.update(from: constants.starts, count: count)
      (table + count).update(from: constants.fractions, count: count)
      for lane in 0..<count { table[2 * count + lane] = -constants.shifts[lane] }
    }

    func run(_ job: ConvolutionJob, tile: Tile) {
      switch tile.channels {
      case 24: run(job, FourPixels<PixelSums24>.self)
      case 16: run(job, FivePixels<PixelSums16>.self)
      default: run(job, EightPixels<PixelSums8>.self)
      }
    }

    @inline(__always)
    private func run<Pixels: PixelTile>(_ job: ConvolutionJob, _: Pixels.Type) {
      let lanes = Pixels.Sums.channels
      var block = ChannelBlock<Pixels.Sums>(job)
      while block.channel < job.channels {
        var pixel = 0
        while pixel < job.pixels {
          let left = job.pixels &- pixel
          // Where a tile would be nearly empty, its pixels are done one by one.
          if left &* 2 < Pixels.pixels {
            block.run(pixel, of: 1, OnePixel<Pixels.Sums>.self)
            pixel &+= 1
          } else {
            block.run(pixel, of: left, Pixels.self)
            pixel &+= Pixels.pixels
          }
        }
        block.advance(by: lanes)
      }
    }
  }
#endif
