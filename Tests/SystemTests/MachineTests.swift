import FoundationEssentials
import System
import Testing

@Suite("What a machine says of itself")
struct MachineTests {
  @Test(
    "the system's name comes from os-release, with quotes or without",
    arguments: [
      ("ID=x\nPRETTY_NAME=\"A System 13 (name)\"\n", "A System 13 (name)"), ("PRETTY_NAME='A System'", "A System"),
      ("PRETTY_NAME=Plain", "Plain"), ("PRETTY_NAME=\"", "\""), ("ID=x", nil),
    ])
  func system(text: String, name: String?) throws {
    let folder = TemporaryFolder()
    let file = "\(folder.url.path)/os-release"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(Machine.system(file: file) == name)
    #expect(Machine.system(file: "\(folder.url.path)/missing") == nil)
  }

  @Test("the kernel's release is that of the kernel, and it has been up for a while")
  func kernel() throws {
    let told = String(
      decoding: try #require(try WholeFile.read("/proc/sys/kernel/osrelease", limit: 256)), as: UTF8.self)
    #expect(Machine.kernel.hasPrefix(told.split(separator: "\n")[0] + " "))
    #expect(try #require(Machine.uptime) > .zero)
    #expect(try #require(Machine.load) >= 0)
  }

  @Test("a disk has no more room than its size, and a missing folder is said to be missing")
  func disk() throws {
    let space = try DiskSpace(at: "/")
    #expect(space.size > 0 && (0...space.size).contains(space.free))
    do {
      _ = try DiskSpace(at: "/nowhere/at/all")
      Issue.record("nowhere has no disk")
    } catch {
      #expect(error.code == 2 && "\(error)".contains("/nowhere/at/all"))
    }
  }
}
