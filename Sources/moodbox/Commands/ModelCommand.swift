import Vision

/// `model show|bench|bench-frame|run|evaluate`
struct ModelCommand: Command {
  static let name = "model"
  static let summary = "describe a network, time it, or measure how often it is right"
  static let help = """
    Usage: moodbox model show FILE [--json]
           moodbox model bench FILE [--runs N] [--json]
           moodbox model bench-frame PICTURE [--runs N] [--models DIR] [--json]
           moodbox model run FILE INPUTS OUTPUTS…
           moodbox model evaluate emotion|face|mood --data DIR [--split SPLIT] [--models DIR] [--report DIR] [--json]

    show lists a network's operators with their shapes, its inputs and outputs, and its size.
    bench runs it N times (200) on one thread, and prints figures, one a line: "name value unit". inner-loop is what the
      same kernels reach where nothing but their innermost loop counts. MOODBOX_KERNELS names other kernels than the
      fastest, such as reference.
    bench-frame times a whole look at one picture: find the nearest face, cut it out, read its emotion.
    run reads INPUTS, sets of raw input tensors one after the other, and writes the output tensors to OUTPUTS likewise.
    evaluate measures the box's own networks on labelled pictures, with the box's own engine:
      emotion  DIR holds emotion/labels.csv and emotion/SPLIT.png, a contact sheet of 48×48 crops; SPLIT is private-test.
               Scored by FER+'s majority rule: single votes dropped, the winner has more than half of the rest.
      face     DIR holds faces/faces.csv with faces/images, and backgrounds/split.csv with its pictures; SPLIT is test.
               A face counts as found when the boxes overlap by half (intersection over union).
      mood     the whole way: find the face, read it, be sure enough. DIR holds a folder for each emotion, named angry,
               disgust, fear, happy, sad, surprise or neutral, with JPEG and PNG pictures; or the same as for emotion.

      --data DIR       folder of the labelled pictures
      --split NAME     which part of them
      --models DIR     folder of the networks
      --sensitivity N  of the face detector, 0…100
      --settings FILE  instead of \(SettingsFile.standard), for what is not given here
      --report DIR     of emotion and mood: also write pictures of the confusion, the calibration, and of what remains
                       wrong when the least sure answers are left out, as SVG
      --json           print JSON

    Example:
      moodbox model show /usr/share/moodbox/models/emotion.tflite
    """

  private let action: any ModelAction

  init(_ words: [String]) throws {
    guard let word = words.first else { throw UsageError("show, bench, bench-frame, run or evaluate is missing") }
    let rest = words.dropFirst()
    switch word {
    case "show": action = try ModelDescription(rest)
    case "bench": action = try ModelBenchmark(rest)
    case "bench-frame": action = try FrameBenchmark(rest)
    case "run": action = try ModelRun(rest)
    case "evaluate":
      switch rest.first {
      case "emotion": action = try EmotionMeasurement(rest.dropFirst())
      case "face": action = try FaceMeasurement(rest.dropFirst())
      case "mood": action = try MoodMeasurement(rest.dropFirst())
      default: throw UsageError("say what to evaluate: emotion, face or mood")
      }
    default: throw UsageError("model can show, bench, bench-frame, run or evaluate, not \"\(word)\"")
    }
  }

  func run() async throws { try action.run() }
}

/// One of the things that ``ModelCommand`` does.
protocol ModelAction {
  func run() throws
}
