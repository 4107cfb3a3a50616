import Acceleration
import Appliance
import FoundationEssentials
import Inference
import Vision

/// Loads networks, with their file's path in every error.
struct Networks {
  /// Holds `face.tflite` and `emotion.tflite`.
  let folder: String
  /// A hundred times the larger of the two, in bytes.
  private static let limit = 64 << 20

  func faceDetector(sensitivity: Int) throws -> FaceDetector {
    let file = "\(folder)/face.tflite"
    let network = try Self.network(at: file)
    return try Self.naming(file) {
      try FaceDetector(network: network, kernels: Self.kernels(), sensitivity: Sensitivity(sensitivity))
    }
  }

  func emotionReader() throws -> EmotionReader {
    let file = "\(folder)/emotion.tflite"
    let network = try Self.network(at: file)
    return try Self.naming(file) { try EmotionReader(network: network, kernels: Self.kernels()) }
  }

  /// Both, for frames.
  func eyes(sensitivity: Int) throws -> NetworkEyes {
    let face = try Self.network(at: "\(folder)/face.tflite")
    let emotion = try Self.network(at: "\(folder)/emotion.tflite")
    return try Self.naming(folder) {
      try NetworkEyes(
        face: face, emotion: emotion, kernels: Self.kernels(), sensitivity: Sensitivity(sensitivity))
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

  static func network(at file: String) throws -> Network {
    guard let bytes = try InputFile.bytesIfThere(file, limit: limit) else {
      throw Failure("\(file): there is no such file; name the networks' folder with the setting models")
    }
    return try naming(file) { try Network(bytes: bytes) }
  }

  private static func naming<Value>(_ file: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw Failure("\(file): \(error)")
    }
  }
}
