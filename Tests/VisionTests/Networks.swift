import FoundationEssentials
import Inference

@testable import Vision

/// The networks that come with the box.
enum Networks {
  static func face(sensitivity: Sensitivity = .standard) throws -> FaceDetector {
    try FaceDetector(network: network("face"), kernels: ReferenceKernels(), sensitivity: sensitivity)
  }

  static func points() throws -> LandmarkFinder {
    try LandmarkFinder(network: network("points"), kernels: ReferenceKernels())
  }

  /// Finds faces and their points.
  static func finder(sensitivity: Sensitivity = .standard) throws -> FaceFinder {
    FaceFinder(detector: try face(sensitivity: sensitivity), landmarks: try points())
  }

  static func emotion() throws -> EmotionReader {
    try EmotionReader(network: network("emotion"), kernels: ReferenceKernels())
  }

  static func network(_ name: String) throws -> Network {
    let path = root + "/Models/\(name).tflite"
    return try Network(bytes: Array(try Data(contentsOf: URL(filePath: path))))
  }

  /// The package's folder.
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
}
