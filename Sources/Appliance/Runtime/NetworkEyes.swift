import Domain
import Inference
import System
import Vision

/// Eyes that find faces with one network, their points with a second, and read them with a third, on a queue of their own:
/// a frame takes milliseconds, and the threads that everything else shares are not held up.
package actor NetworkEyes: Eyes {
  private let finder: FaceFinder
  private let reader: EmotionReader

  private let executor = QueueExecutor("eyes", quality: .userInitiated)
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Throws when a network is not of the kind that it should be.
  package init(
    face: Network, points: Network, emotion: Network, kernels: any Kernels, sensitivity: Sensitivity = .standard
  ) throws(UnfitNetwork) {
    finder = FaceFinder(
      detector: try FaceDetector(network: face, kernels: kernels, sensitivity: sensitivity),
      landmarks: try LandmarkFinder(network: points, kernels: kernels))
    reader = try EmotionReader(network: emotion, kernels: kernels)
  }

  package func scores(in frame: Frame) -> EmotionScores? {
    finder.nearestFace(in: frame).map { reader.scores(of: $0, in: frame) }
  }
}
