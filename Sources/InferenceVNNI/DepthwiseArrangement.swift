#if arch(x86_64)
  /// The order in which `VNNIDepthwiseConvolution` wants weights that a file keeps as rows × columns × channels.
  struct DepthwiseArrangement {
    let channels: Int
    let rows: Int
    let columns: Int
    /// Whether the channels are repeated until they fill 64 lanes.
    let isRepeated: Bool

    /// The channel that `lane` of `vector` holds, four vectors a block.
    func channel(vector: Int, lane: Int) -> Int {
      let (block, quarter): (Int, Int) = (vector / 4, vector % 4)
      let (part, place): (Int, Int) = (lane / 4, lane % 4)
      let position = part &* 16 &+ quarter &* 4 &+ place
      return isRepeated ? position % channels : block &* 64 &+ position
    }

    /// Writes for each block, column, group of four rows and vector 16 lanes × 4 rows; what is not there stays zero.
    func write(_ source: UnsafeRawPointer, to table: UnsafeMutableRawPointer) {
      let groups = (rows + 3) / 4
      var place = 0
      var block = 0
      while block &* 64 < channels {
        var tap = 0
        while tap < columns &* groups {
          var byte = 0
          while byte < 256 {
            let channel = channel(vector: block &* 4 &+ byte / 64, lane: byte % 64 / 4)
            let row: Int = (tap % groups) &* 4 &+ (byte % 4)
            if channel < channels, row < rows {
              let index: Int = (row &* columns &+ tap / groups) &* channels &+ channel
              (table + place).copyMemory(from: source + index, byteCount: 1)
            }
            place &+= 1
            byte &+= 1
          }
          tap &+= 1
        }
        block &+= 1
      }
    }

    /// The sum of a channel's weights.
    func weightSum(_ source: UnsafeRawPointer, _ channel: Int) -> Int32 {
      var sum: Int32 = 0
      var tap = 0
      while tap < rows &* columns {
        sum &+= Int32(source.load(fromByteOffset: tap &* channels &+ channel, as: Int8.self))
        tap &+= 1
      }
      return sum
    }
  }
#endif
