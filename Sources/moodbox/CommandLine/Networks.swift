import Acceleration
import Appliance
import FoundationEssentials
import Inference
import Vision

/// Loads networks, with their file's path in every error.
struct Networks {
  /// Holds `face.tflite`, `points.tflite` and `emotion.tflite`.
  let folder: String
  /// A hundred times the largest of them, in bytes.
  private static let limit = 64 << 20

  func faceDetector(sensitivity: Int) throws -> FaceDetector {
    try made(from: "face") {
      try FaceDetector(network: $0, kernels: $1, sensitivity: Sensitivity(sensitivity))
    }
  }

  func landmarkFinder() throws -> LandmarkFinder {
    try made(from: "points") { try LandmarkFinder(network: $0, kernels: $1) }
  }

  func faceFinder(sensitivity: Int) throws -> FaceFinder {
    FaceFinder(detector: try faceDetector(sensitivity: sensitivity), landmarks: try landmarkFinder())
  }

  func emotionReader() throws -> EmotionReader {
    try made(from: "emotion") { try EmotionReader(network: $0, kernels: $1) }
  }

  /// All three, for frames.
  func eyes(sensitivity: Int) throws -> NetworkEyes {
    let networks = try ["face", "points", "emotion"].map { try Self.network(at: "\(folder)/\($0).tflite") }
    return try Self.naming(folder) {
      try NetworkEyes(
        face: networks[0], points: networks[1], emotion: networks[2], kernels: Self.kernels(),
        sensitivity: Sensitivity(sensitivity))
    }
  }

  /// The fastest kernels for this processor, or those that `MOODBOX_KERNELS` names.
  static func kernels() throws -> any Kernels {
    do {
      return try Acceleration.kernels(named: ProcessInfo.processInfo.environment["MOODBOX_KERNELS"])
    } catch {
      throw Failure("MOODBOX_KERNELS: \(error)")
    }
  }

  private func made<Part>(from name: String, _ make: (Network, any Kernels) throws -> Part) throws -> Part {
    let file = "\(folder)/\(name).tflite"
    let (network, kernels) = (try Self.network(at: file), try Self.kernels())
    return try Self.naming(file) { try make(network, kernels) }
  }

  static func network(at file: String) throws -> Network { try network(of: bytes(at: file), at: file) }

  static func bytes(at file: String) throws -> [UInt8] {
    guard let bytes = try InputFile.bytesIfThere(file, limit: limit) else {
      throw Failure("\(file): there is no such file; name the networks' folder with the setting models")
    }
    return bytes
  }

  /// - Parameter file: Where `bytes` come from, for errors.
  static func network(of bytes: [UInt8], at file: String) throws -> Network {
    try naming(file) { try Network(bytes: bytes) }
  }

  private static func naming<Value>(_ file: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw Failure("\(file): \(error)")
    }
  }
}
