import Domain

/// The eight emotions of the FER+ annotations (Barsoum et al., 2016), in the order of the network's outputs: the seven
/// that the box tells apart, and contempt.
package enum FERPlusEmotion: Int, CaseIterable, Sendable {
  case angry, disgust, fear, happy, sad, surprise, neutral, contempt

  package init(_ emotion: Emotion) {
    self =
      switch emotion {
      case .angry: .angry
      case .disgust: .disgust
      case .fear: .fear
      case .happy: .happy
      case .sad: .sad
      case .surprise: .surprise
      case .neutral: .neutral
      }
  }

  /// The name of its votes in the annotations' table.
  var column: String {
    switch self {
    case .angry: "anger"
    case .disgust: "disgust"
    case .fear: "fear"
    case .happy: "happiness"
    case .sad: "sadness"
    case .surprise: "surprise"
    case .neutral: "neutral"
    case .contempt: "contempt"
    }
  }
}
