import System

/// Writes whole files that people name, readable by their owner only.
enum OutputFile {
  /// Throws also without bytes, which then could not be made for want of memory.
  static func write(_ bytes: [UInt8]?, to path: String) throws(Failure) {
    guard let bytes else { throw Failure("\(path): there is not enough memory for it") }
    do throws(IOFailure) {
      try WholeFile.replace(path, with: bytes)
    } catch {
      throw Failure("\(error)")
    }
  }
}
