import FoundationEssentials
import Vision

/// Pictures of how good a classifier is: what it takes for what, what its confidence means, and how much less is wrong
/// when the least sure answers are left out.
struct EvaluationReport {
  private let evaluation: EmotionEvaluation
  private let names: [String]

  /// - Parameter names: of the classes.
  init(_ evaluation: EmotionEvaluation, names: [String]) {
    self.evaluation = evaluation
    self.names = names
  }

  /// Writes `NAME-confusion.svg`, `NAME-calibration.svg` and `NAME-risk-coverage.svg` into a folder, which is made where
  /// it is missing.
  func write(to folder: String, named name: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure("\(folder): the folder cannot be made")
    }
    for (kind, drawing) in [("confusion", confusion), ("calibration", calibration), ("risk-coverage", riskCoverage)] {
      try OutputFile.write(Array(drawing.svg.utf8), to: "\(folder)/\(name)-\(kind).svg")
    }
  }

  private var confusion: Drawing {
    let (cell, left, top) = (62.0, 90.0, 64.0)
    let side = Double(names.count) * cell
    var drawing = Drawing(width: Int(left + side) + 20, height: Int(top + side) + 20)
    drawing.text("True class down, found across: share of the true class in percent", x: 10, y: 20)
    for (row, counts) in evaluation.confusion.enumerated() {
      let y = top + Double(row) * cell
      drawing.text(names[row], x: left - 8, y: y + cell / 2 + 4, anchor: .end)
      drawing.text(names[row], x: left + (Double(row) + 0.5) * cell, y: top - 10, anchor: .middle)
      let all = Double(max(counts.reduce(0, +), 1))
      for (column, count) in counts.enumerated() {
        let share = Double(count) / all
        let x = left + Double(column) * cell
        drawing.rectangle(
          x: x, y: y, width: cell - 2, height: cell - 2, colour: row == column ? "#2c6e49" : Drawing.strong,
          opacity: share)
        drawing.text(
          "\(decimal(share * 100, 0))", x: x + cell / 2 - 1, y: y + cell / 2 + 4, anchor: .middle,
          colour: share > 0.5 ? "white" : Drawing.ink)
      }
    }
    return drawing
  }

  private var calibration: Drawing {
    var chart = Chart(
      title: "Calibration: \(decimal(evaluation.answers.calibrationError * 100, 1)) % expected error",
      across: "confidence", up: "share right", highest: 1)
    chart.line([(0, 0), (1, 1)], colour: Drawing.pale)
    let bins = evaluation.answers.calibration
    let most = Double(bins.map(\.count).max() ?? 1)
    for bin in bins { chart.bar(x: bin.confidence, height: Double(bin.count) / most * 0.25) }
    chart.line(bins.map { ($0.confidence, $0.accuracy) }, colour: Drawing.strong)
    return chart.drawing
  }

  private var riskCoverage: Drawing {
    let curve = evaluation.answers.riskCoverage()
    let highest = max(0.05, (((curve.map(\.risk).max() ?? 0) * 20).rounded(.up)) / 20)
    var chart = Chart(
      title: "What remains wrong when the least sure answers are left out", across: "share answered", up: "share wrong",
      highest: highest)
    chart.line(curve.map { ($0.coverage, $0.risk) }, colour: Drawing.strong)
    return chart.drawing
  }
}
