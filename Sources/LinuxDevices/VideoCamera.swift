import Devices
import Domain
import FoundationEssentials
import Glibc
import Pictures
import System

/// A camera behind the kernel's V4L2.
package struct VideoCamera: Camera {
  private let device: String
  private let width: Int
  private let height: Int
  private let rate: Int
  private let format: PixelFormat?

  /// - Parameters:
  ///   - device: a node such as `/dev/video0`, or `auto` for the first that can stream.
  ///   - width: pixels asked for; the camera may choose another size.
  ///   - height: pixels asked for.
  ///   - rate: frames a second asked for.
  ///   - format: the only one to take; else the best that the camera offers.
  package init(device: String, width: Int, height: Int, rate: Int, format: PixelFormat? = nil) {
    self.device = device
    self.width = width
    self.height = height
    self.rate = rate
    self.format = format
  }

  package func withFrames<Value: Sendable>(
    _ body: @Sendable (AsyncThrowingStream<Frame, any Error>) async throws -> Value
  ) async throws -> Value {
    let worker = try CameraWorker()
    try await worker.open(path: try path(), width: width, height: height, rate: rate, format: format)
    let (frames, continuation) = AsyncThrowingStream<Frame, any Error>.makeStream(bufferingPolicy: .bufferingNewest(1))
    async let pumped: Void = worker.pump(into: continuation)
    do {
      let value = try await withTaskCancellationHandler {
        try await body(frames)
      } onCancel: {
        worker.stop()
      }
      worker.stop()
      await pumped
      await worker.close()
      return value
    } catch {
      worker.stop()
      await pumped
      await worker.close()
      throw error
    }
  }

  private func path() throws -> String {
    guard device == "auto" else { return device }
    guard let found = Self.devices().first else { throw CameraError.none }
    return found
  }

  /// The nodes that capture and stream, in the kernel's order, without starting any.
  package static func devices() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev")) ?? []
    let numbers = names.compactMap { $0.hasPrefix("video") ? Int($0.dropFirst(5)) : nil }.sorted()
    return numbers.map { "/dev/video\($0)" }.filter { path in
      guard let device = try? FileDescriptor(opening: path, O_RDWR | O_NONBLOCK) else { return false }
      return (try? CameraStream.canStream(device, path)) ?? false
    }
  }
}
