import Domain

/// One key of a settings file: its path, what it may be, what it is for, and where its value goes.
///
/// `Root` is the value a whole file becomes, ``Settings`` or ``Board``.
package struct Key<Root> {
  /// Dots between levels, such as `camera.width`.
  package let path: String
  /// One sentence for people.
  package let sentence: String
  /// What may stand there, such as `1…30 s`.
  package let allowed: String
  /// Puts the text of the file into the root, or says in words why it does not fit.
  let read: (String, inout Root) -> Problem?
  /// The value as it would stand in a file.
  package let show: (Root) -> String

  /// What is wrong with a value, in words for people.
  typealias Problem = String

  static func text(
    _ path: String, _ place: WritableKeyPath<Root, String>, _ allowed: String, _ sentence: String,
    where fits: @escaping (String) -> Bool = { _ in true }
  ) -> Key {
    Key(path: path, sentence: sentence, allowed: allowed) { text, root in
      guard fits(text), !text.unicodeScalars.contains(where: { $0.value < 32 }) else {
        return "\"\(text)\" is not \(allowed)"
      }
      root[keyPath: place] = text
      return nil
    } show: {
      YamlText.quoted($0[keyPath: place])
    }
  }

  static func flag(_ path: String, _ place: WritableKeyPath<Root, Bool>, _ sentence: String) -> Key {
    Key(path: path, sentence: sentence, allowed: "true or false") { text, root in
      switch text {
      case "true", "yes", "on": root[keyPath: place] = true
      case "false", "no", "off": root[keyPath: place] = false
      default: return "\"\(text)\" is neither true nor false"
      }
      return nil
    } show: {
      "\($0[keyPath: place])"
    }
  }

  static func whole(
    _ path: String, _ place: WritableKeyPath<Root, Int>, _ range: ClosedRange<Int>, unit: String = "",
    _ sentence: String
  ) -> Key {
    let allowed = "\(range.lowerBound)…\(range.upperBound)\(unit.isEmpty ? "" : " \(unit)")"
    return Key(path: path, sentence: sentence, allowed: allowed) { text, root in
      guard let number = Int(text), range.contains(number) else {
        return "\"\(text)\" is not a whole number in \(allowed)"
      }
      root[keyPath: place] = number
      return nil
    } show: {
      "\($0[keyPath: place])"
    }
  }

  static func number(
    _ path: String, _ place: WritableKeyPath<Root, Double>, _ range: ClosedRange<Double>, unit: String = "",
    _ sentence: String
  ) -> Key {
    let allowed = "\(range.lowerBound)…\(range.upperBound)\(unit.isEmpty ? "" : " \(unit)")"
    return Key(path: path, sentence: sentence, allowed: allowed) { text, root in
      guard let number = Double(text), range.contains(number) else {
        return "\"\(text)\" is not a number in \(allowed)"
      }
      root[keyPath: place] = number
      return nil
    } show: {
      "\($0[keyPath: place])"
    }
  }

  static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ path: String, _ place: WritableKeyPath<Root, Value>, _ sentence: String
  ) -> Key {
    one(of: Array(Value.allCases), called: \.rawValue, path, place, sentence)
  }

  /// One of the seven emotions.
  static func emotion(_ path: String, _ place: WritableKeyPath<Root, Emotion>, _ sentence: String) -> Key {
    one(of: Emotion.allCases, called: \.name, path, place, sentence)
  }

  private static func one<Value>(
    of values: [Value], called name: @escaping (Value) -> String, _ path: String, _ place: WritableKeyPath<Root, Value>,
    _ sentence: String
  ) -> Key {
    let allowed = values.map(name).joined(separator: ", ")
    return Key(path: path, sentence: sentence, allowed: "one of \(allowed)") { text, root in
      guard let value = values.first(where: { name($0) == text }) else { return "\"\(text)\" is none of \(allowed)" }
      root[keyPath: place] = value
      return nil
    } show: {
      name($0[keyPath: place])
    }
  }

  /// A length of time in whole milliseconds.
  static func milliseconds(
    _ path: String, _ place: WritableKeyPath<Root, Duration>, _ range: ClosedRange<Int>, _ sentence: String
  ) -> Key {
    let allowed = "\(range.lowerBound)…\(range.upperBound) ms"
    return Key(path: path, sentence: sentence, allowed: allowed) { text, root in
      guard let number = Int(text), range.contains(number) else {
        return "\"\(text)\" is not a whole number in \(allowed)"
      }
      root[keyPath: place] = .milliseconds(number)
      return nil
    } show: {
      "\(Int($0[keyPath: place] / .milliseconds(1)))"
    }
  }

  /// What music should sound like. A text that leaves something out leaves it as it is.
  static func target(_ path: String, _ place: WritableKeyPath<Root, MusicTarget>, _ sentence: String) -> Key {
    Key(path: path, sentence: sentence, allowed: MusicTarget.allowed) { text, root in
      root[keyPath: place].read(text)
    } show: {
      YamlText.quoted($0[keyPath: place].description)
    }
  }

  /// Hours of the week.
  static func schedule(_ path: String, _ place: WritableKeyPath<Root, WeekSchedule>, _ sentence: String) -> Key {
    let allowed = "such as \"mon-fri 07:00-09:00, sat-sun 10:00-01:00\", or empty for always"
    return Key(path: path, sentence: sentence, allowed: allowed) { text, root in
      guard let schedule = WeekSchedule(text) else { return "\"\(text)\" is no schedule \(allowed)" }
      root[keyPath: place] = schedule
      return nil
    } show: {
      YamlText.quoted($0[keyPath: place].description)
    }
  }

  /// A GPIO line by offset or name, or `none`.
  static func line(_ path: String, _ place: WritableKeyPath<Root, PinLine?>, _ sentence: String) -> Key {
    Key(path: path, sentence: sentence, allowed: "0…511, a line's name, or none") { text, root in
      if text == "none" {
        root[keyPath: place] = nil
      } else if let line = PinLine(text) {
        root[keyPath: place] = line
      } else {
        return "\"\(text)\" is neither a line's offset in 0…511, nor a name, nor none"
      }
      return nil
    } show: {
      $0[keyPath: place].map { "\($0)" } ?? "none"
    }
  }

  /// A GPIO line by offset or name.
  static func line(_ path: String, _ place: WritableKeyPath<Root, PinLine>, _ sentence: String) -> Key {
    Key(path: path, sentence: sentence, allowed: "0…511, or a line's name") { text, root in
      guard let line = PinLine(text) else { return "\"\(text)\" is neither a line's offset in 0…511 nor a name" }
      root[keyPath: place] = line
      return nil
    } show: {
      "\($0[keyPath: place])"
    }
  }
}
