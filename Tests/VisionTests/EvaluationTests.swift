import Domain
import Testing

@testable import Vision

@Suite("FER+ votes")
struct FERPlusVotesTests {
  /// In the order angry, disgust, fear, happy, sad, surprise, neutral, contempt, unknown, not a face.
  private static func votes(_ counts: Int...) -> FERPlusVotes {
    FERPlusVotes(emotions: Array(counts[..<8]), unknown: counts[8], notAFace: counts[9])
  }

  @Test("name an emotion when more than half of what single votes leave is for it")
  func majority() {
    #expect(Self.votes(6, 0, 0, 0, 0, 0, 4, 0, 0, 0).majority == .angry)
    #expect(Self.votes(5, 0, 0, 0, 0, 0, 5, 0, 0, 0).majority == nil)
    // Five of ten are not the majority, but five of eight are: two single votes are dropped.
    #expect(Self.votes(0, 0, 0, 1, 5, 0, 3, 1, 0, 0).majority == .sad)
    #expect(Self.votes(0, 0, 0, 0, 0, 0, 0, 3, 0, 7).majority == nil)
    #expect(Self.votes(0, 0, 0, 0, 0, 2, 0, 0, 2, 0).majority == nil)
    #expect(Self.votes(1, 1, 1, 1, 1, 1, 1, 1, 1, 1).majority == nil)
  }

  @Test("name an emotion when none of the ten columns has more")
  func plurality() {
    #expect(Self.votes(3, 2, 2, 1, 1, 0, 1, 0, 0, 0).plurality == .angry)
    #expect(Self.votes(4, 0, 0, 0, 0, 0, 4, 2, 0, 0).plurality == .neutral)
    #expect(Self.votes(0, 0, 3, 0, 0, 0, 3, 0, 4, 0).plurality == nil)
  }

  @Test("are read from their table")
  func table() throws {
    let header =
      "split,index,fer2013_row,fer2013_label,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,"
      + "not_a_face,copy_of_a_training_image\n"
    let rows = "training,0,0,angry,1,0,0,0,9,0,0,0,0,0,0\nprivate-test,7,5,,0,1,2,3,4,5,6,7,8,9,1\n"
    let table = try CSVTable(Array((header + rows).utf8), file: "labels.csv")
    let labels = try FERPlusLabels(table, split: "private-test")
    let picture = try #require(labels.pictures.first)
    #expect(labels.pictures.count == 1)
    #expect(picture.index == 7 && picture.original == nil && picture.isCopyOfTraining)
    #expect(picture.votes == Self.votes(4, 5, 6, 1, 3, 2, 0, 7, 8, 9))
    #expect(try FERPlusLabels(table, split: "training").pictures[0].original == .angry)

    for (row, words) in [
      ("a,0,0,bored,1,0,0,0,9,0,0,0,0,0,0", "bored"), ("a,0,0,sad,-1,0,0,0,9,0,0,0,0,0,0", "neutral"),
    ] {
      let table = try CSVTable(Array((header + row).utf8), file: "labels.csv")
      #expect { try FERPlusLabels(table, split: "a") } throws: {
        "\($0)".hasPrefix("labels.csv:2: ") && "\($0)".contains(words)
      }
    }
  }
}

@Suite("An emotion evaluation")
struct EmotionEvaluationTests {
  @Test("counts right answers, F1 and calibration")
  func figures() {
    var evaluation = EmotionEvaluation(classes: 3)
    evaluation.add([0.9, 0.1, 0], truth: 0)
    evaluation.add([0.8, 0.2, 0], truth: 1)
    evaluation.add([0.3, 0.7, 0], truth: 1)
    evaluation.add([0.5, 0.5, 0], truth: 0)
    #expect(evaluation.count == 4 && evaluation.right == 3)
    #expect(evaluation.accuracy == 0.75)
    #expect(evaluation.confusion == [[2, 0, 0], [1, 1, 0], [0, 0, 0]])
    // F1: 4/5, 2/3, and 0 for the class that never came.
    #expect(abs(evaluation.macroF1 - (0.8 + 2.0 / 3) / 3) < 1e-12)
    // Each picture has a bin of its own: gaps 0.1, 0.8, 0.3 and 0.5.
    #expect(abs(evaluation.answers.calibrationError - 1.7 / 4) < 1e-6)
    #expect(evaluation.recall(of: 1) == 0.5 && evaluation.recall(of: 2) == nil)
  }

  @Test("of nothing is zero, and survives what is not a number")
  func empty() {
    var evaluation = EmotionEvaluation()
    #expect(evaluation.accuracy == 0 && evaluation.macroF1 == 0 && evaluation.answers.calibrationError == 0)
    evaluation.add(Array(repeating: .nan, count: 8), truth: 3)
    #expect(evaluation.count == 1 && evaluation.right == 0)
  }
}

@Suite("Answers")
struct AnswersTests {
  /// Confidences 0.05, 0.15 … 0.95, of which the three surest and the least sure are right.
  private static let answers = {
    var answers = Answers()
    for index in 0..<10 { answers.add(confidence: 0.05 + 0.1 * Float(index), isRight: index >= 7 || index == 0) }
    return answers
  }()

  @Test("are fewer, and less often wrong, the surer they must be")
  func accepted() {
    #expect(Self.answers.accepted(from: 0) == (1, 0.6))
    #expect(Self.answers.accepted(from: 0.6) == (0.4, 0.25))
    #expect(Self.answers.accepted(from: 0.7) == (0.3, 0))
    #expect(Self.answers.accepted(from: 0.99) == (0, 0))
    let curve = Self.answers.riskCoverage(points: 5)
    #expect(curve.map(\.coverage) == [0.2, 0.4, 0.6, 0.8, 1])
    #expect(curve.map(\.risk) == [0, 0.25, 0.5, 0.625, 0.6])
  }

  @Test("are calibrated when as many are right as their confidence says")
  func calibrated() {
    var answers = Answers()
    for index in 0..<10 { answers.add(confidence: 0.7, isRight: index < 7) }
    answers.add(confidence: .nan, isRight: false)
    #expect(answers.calibrationError < 1e-6)
    #expect(answers.calibration.map(\.count) == [1, 10])
    #expect(Answers().calibrationError == 0 && Answers().riskCoverage().isEmpty)
  }
}

@Suite("A detection evaluation")
struct DetectionEvaluationTests {
  private static let landmarks = AlignedCrop.template

  private static func face(_ x: Float, score: Float, off: Float = 0) -> Face {
    Face(
      box: Rectangle(x: x, y: 0, width: 48, height: 48), landmarks: landmarks.mapped { Point(x: $0.x, y: $0.y + off) },
      score: score)
  }

  @Test("counts faces found, false alarms and how far landmarks are off")
  func figures() throws {
    let box = Rectangle(x: 0, y: 0, width: 48, height: 48)
    var evaluation = DetectionEvaluation()
    #expect(evaluation.landmarkError == nil)
    evaluation.add(
      [Self.face(400, score: 0.9), Self.face(2, score: 0.6, off: 3.56), Self.face(3, score: 0.5)], box: box,
      landmarks: Self.landmarks)
    evaluation.add([Self.face(0, score: 0.9)], box: box, landmarks: Self.landmarks)
    evaluation.add([Self.face(24, score: 0.9)], box: box, landmarks: Self.landmarks)
    evaluation.add([], box: box, landmarks: Self.landmarks)
    #expect(evaluation.faces == 4 && evaluation.found == 2 && evaluation.recall == 0.5)
    // 3.56 pixels are a fifth of the 17.8 between the eyes; the other face is exact.
    #expect(abs(try #require(evaluation.landmarkError) - 0.1) < 1e-6)
    evaluation.add(background: [])
    evaluation.add(background: [Self.face(0, score: 0.5), Self.face(99, score: 0.5)])
    #expect(evaluation.falseAlarms == 1 && evaluation.falseAlarmRate == 0.5)
  }

  @Test("reads marked faces from their table")
  func annotations() throws {
    let header =
      "image,split,width,height,left,top,right,bottom,eye1_x,eye1_y,eye2_x,eye2_y,nose_x,nose_y,mouth1_x,mouth1_y,"
      + "mouth2_x,mouth2_y\n"
    let table = try CSVTable(Array((header + "a.jpg,test,9,9,1,2,4.5,8,10,11,12,13,14,15,16,17,18,19.5\n").utf8))
    let annotation = try #require(try FaceAnnotation.annotations(table).first)
    #expect(annotation.image == "a.jpg" && annotation.split == "test")
    #expect(annotation.box == Rectangle(x: 1, y: 2, width: 3.5, height: 6))
    #expect(annotation.landmarks.leftEye == Point(x: 10, y: 11))
    #expect(annotation.landmarks.rightMouthCorner == Point(x: 18, y: 19.5))
    let wrong = try CSVTable(Array((header + "a.jpg,test,9,9,1,2,4,nan,10,11,12,13,14,15,16,17,18,19\n").utf8))
    #expect { try FaceAnnotation.annotations(wrong) } throws: { "\($0)".contains("line 2: bottom is \"nan\"") }
  }
}

@Suite("A contact sheet")
struct ContactSheetTests {
  @Test("gives its crops in reading order")
  func order() throws {
    let width = 120 * 48
    let luma = (0..<(width * 96)).map { (index: Int) -> UInt8 in
      let (row, column) = (index / width / 48, index % width / 48)
      return UInt8(row * 120 + column)
    }
    let sheet = try #require(ContactSheet(Frame(width: width, height: 96, luma: luma)))
    #expect(sheet.count == 240)
    #expect(sheet[0].luma.allSatisfy { $0 == 0 })
    #expect(sheet[121].luma.allSatisfy { $0 == 121 })
    #expect(sheet[239].luma.allSatisfy { $0 == 239 })
    #expect(ContactSheet(Frame(width: 100, height: 48, luma: .init(repeating: 0, count: 4_800))) == nil)
  }
}
