import Hub
import Library

extension ScanReport {
  var json: JSONValue {
    let counts = [
      "added": added, "changed": changed, "moved": moved, "missing": missing, "returned": returned,
      "unchanged": unchanged, "analysed": analysed,
    ]
    return .object(
      counts.mapValues { .number(Double($0)) }.merging(["problems": .array(problems.map(\.json))]) { $1 })
  }
}

extension ScanProblem {
  var json: JSONValue { ["path": .string(path), "reason": .string(reason)] }
}
