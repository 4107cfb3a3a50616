import Settings
import Testing

@testable import moodbox

@Suite("The board that settings name")
struct BoardChoiceTests {
  private func board(_ name: String = "auto", on machine: [String] = []) throws -> String {
    let yaml = "board: \(name)\nboards: \(Program.checkout)/Board\n"
    return try SettingsFile.board(of: try Settings(yaml: Array(yaml.utf8), file: "s"), on: machine).name
  }

  @Test(
    "is found by what the machine calls itself",
    arguments: [
      (["raspberrypi,4-model-b", "brcm,bcm2711"], "Raspberry Pi 4 Model B"),
      (["raspberrypi,5-model-b", "brcm,bcm2712"], "Raspberry Pi 5"),
      (["linux,dummy-virt"], "QEMU virt"),
      (["pine64,rock64", "rockchip,rk3328"], "Desk"),
      ([], "Desk"),
    ])
  func found(machine: [String], name: String) throws {
    #expect(try board(on: machine) == name)
  }

  @Test("is the one that is named, whatever the machine is")
  func named() throws {
    #expect(try board("raspberry-pi-5", on: ["linux,dummy-virt"]) == "Raspberry Pi 5")
  }
}
