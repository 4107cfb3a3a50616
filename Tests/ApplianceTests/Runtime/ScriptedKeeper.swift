import Devices

/// A camera's keeper that does what it is told, or not.
actor ScriptedKeeper: CameraKeeper {
  struct Refusal: Error, CustomStringConvertible { var description: String { "the button was not held" } }
  struct Absence: Error, CustomStringConvertible { var description: String { "nobody answers" } }

  private(set) var keeps: Bool
  private var givesBack: Bool
  private var isThere: Bool

  init(keeps: Bool = false, givesBack: Bool = true, isThere: Bool = true) {
    self.keeps = keeps
    self.givesBack = givesBack
    self.isThere = isThere
  }

  func come() { isThere = true }

  func isPrivate() throws -> Bool {
    guard isThere else { throw Absence() }
    return keeps
  }

  func setPrivacy(_ on: Bool) throws {
    guard isThere else { throw Absence() }
    guard on || givesBack else { throw Refusal() }
    keeps = on
  }
}
