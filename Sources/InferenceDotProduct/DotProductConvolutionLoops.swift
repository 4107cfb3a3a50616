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

    func arrange(_ constants: ChannelConstants, into table: UnsafeMutablePointer<Int32>) { constants.write(to: table) }

    func run(_ job: ConvolutionJob, tile: Tile) {
      switch tile.channels {
      case 24: job.run(FourPixels<PixelSums24>.self)
      case 16: job.run(FivePixels<PixelSums16>.self)
      default: job.run(EightPixels<PixelSums8>.self)
      }
    }
  }
#endif
