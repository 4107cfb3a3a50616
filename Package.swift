// swift-tools-version:6.0
import Foundation
import PackageDescription

// What the C libraries installed beside the compiler (or in the cross-compilation sysroot) offer.
// Debian 12 has libgpiod 1 and TagLib 1; the box itself, Debian 13, has libgpiod 2 and TagLib 2.
let sysroot = Context.environment["MOODBOX_SYSROOT"] ?? ""
func header(_ path: String, mentions name: String) -> Bool {
  (try? String(contentsOfFile: sysroot + "/usr/include/" + path, encoding: .utf8))?.contains(name) ?? false
}
let features: [SwiftSetting] =
  (header("gpiod.h", mentions: "gpiod_chip_request_lines") ? [.define("LIBGPIOD_2")] : [])
  + (header("taglib/tag_c.h", mentions: "taglib_property_get") ? [.define("TAGLIB_2")] : [])

// The processor that is built for: this one, unless a cross build says otherwise.
#if arch(arm64)
  let architecture = Context.environment["MOODBOX_ARCHITECTURE"] ?? "aarch64"
#else
  let architecture = Context.environment["MOODBOX_ARCHITECTURE"] ?? "x86_64"
#endif

/// Kernels for processors with certain instructions: empty where those are another architecture's. Always optimised: they are
/// nothing but loops over pointers.
func kernels(
  _ name: String, for target: String, _ features: [String], beside others: [Target.Dependency] = []
) -> Target {
  .target(
    name: name, dependencies: ["Inference"] + others,
    swiftSettings: target == architecture
      ? [.unsafeFlags(["-O"], .when(configuration: .debug)), .unsafeFlags(features.flatMap { ["-Xcc", $0] })] : [])
}

/// One room of the house: its arrows are its dependencies, and nothing else may be imported. A room whose inner loops
/// would make tests crawl is optimised in debug builds too; its checks stay on.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], optimised: Bool = false) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: features + (optimised ? optimisedInDebug : []))
}
let optimisedInDebug: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.target(name: name)] + dependencies, exclude: exclude, swiftSettings: features)
}

let package = Package(
  name: "moodbox",
  products: [.executable(name: "moodbox", targets: ["moodbox"])],
  targets: [
    .systemLibrary(name: "CAlsa"), .systemLibrary(name: "CCrypto"), .systemLibrary(name: "CEbur128"),
    .systemLibrary(name: "CGpiod"), .systemLibrary(name: "CMosquitto"),
    .systemLibrary(name: "CPng"), .systemLibrary(name: "CProcessor"), .systemLibrary(name: "CScheduling"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CSndfile"), .systemLibrary(name: "CSoxr"), .systemLibrary(name: "CTLS"),
    .systemLibrary(name: "CTag"), .systemLibrary(name: "CTime"), .systemLibrary(name: "CTurboJPEG"),
    .systemLibrary(name: "CVideo"),
    .systemLibrary(name: "CYaml"),

    room("Domain"),
    room("System", ["CCrypto", "CScheduling", "CTime"]),
    room("Inference", optimised: true),
    kernels("InferenceAVX2", for: "x86_64", ["-mavx2", "-mfma"]),
    kernels("InferenceVNNI", for: "x86_64", ["-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512vnni"]),
    kernels("InferenceNEON", for: "aarch64", []),
    kernels("InferenceDotProduct", for: "aarch64", ["-march=armv8-a+dotprod"], beside: ["InferenceNEON"]),
    room(
      "Acceleration",
      ["Inference", "InferenceAVX2", "InferenceVNNI", "InferenceNEON", "InferenceDotProduct", "CProcessor"]),
    room("Pictures", ["Domain", "System", "CTurboJPEG", "CPng"], optimised: true),
    room("Vision", ["Domain", "Inference"], optimised: true),
    room("Mood", ["Domain"]),
    room("Music", ["Domain"], optimised: true),
    room("Audio", ["Domain", "System", "CSndfile", "CSoxr"], optimised: true),
    room("Library", ["Domain", "Audio", "System", "CSQLite", "CTag", "CCrypto"]),
    room("Hub", ["Domain"]),
    room("Settings", ["Domain", "CYaml"]),
    room("Devices", ["Domain"]),
    room(
      "LinuxDevices", ["Devices", "Domain", "Pictures", "System", "CAlsa", "CGpiod", "CMosquitto", "CTLS", "CVideo"]),
    room("Guard", ["Devices", "System"]),
    room("SimulatedDevices", ["Devices", "Domain", "System"], optimised: true),
    room(
      "Appliance",
      [
        "Domain", "System", "Inference", "Pictures", "Vision", "Mood", "Music", "Audio", "Library", "Hub", "Settings",
        "Devices",
      ]),
    .executableTarget(
      name: "moodbox",
      dependencies: [
        "Domain", "System", "Inference", "Acceleration", "Pictures", "Vision", "Mood", "Music", "Audio", "Library",
        "Hub", "Settings", "Devices", "Guard", "LinuxDevices", "SimulatedDevices", "Appliance",
      ],
      swiftSettings: features),
    .executableTarget(
      name: "desk", dependencies: ["Audio", "Domain", "Hub", "SimulatedDevices", "System"],
      swiftSettings: optimisedInDebug),
    .executableTarget(
      name: "listening", dependencies: ["Audio", "CSndfile", "Domain", "System"], swiftSettings: optimisedInDebug),

    tests("Domain"),
    tests("System"),
    tests("Inference", ["Acceleration"], exclude: ["Golden", "Refused", "networks.corpus"]),
    tests("Pictures", ["Domain", "CTurboJPEG"]),
    tests("Vision", ["Domain", "Inference", "Pictures"]),
    tests("Mood", ["Domain"]),
    tests("Music", ["Domain", "Mood"]),
    tests("Audio", ["CEbur128", "CSndfile", "Domain"]),
    tests("Library", ["CSQLite", "Domain", "Mood", "Music", "SimulatedDevices"]),
    .target(name: "PayloadSchemas", dependencies: ["Hub"], path: "Tests/PayloadSchemas", swiftSettings: features),
    tests("Hub", ["Domain", "PayloadSchemas"]),
    tests("Settings", ["Domain"]),
    tests("Guard", ["Devices", "SimulatedDevices", "System"]),
    tests("SimulatedDevices", ["Devices", "Domain"]),
    tests(
      "LinuxDevices",
      ["Appliance", "Audio", "Devices", "Domain", "Hub", "Library", "SimulatedDevices", "System"]),
    tests("Appliance", ["Audio", "Devices", "Domain", "Hub", "Library", "Settings", "SimulatedDevices", "System"]),
    tests(
      "moodbox",
      [
        "CTurboJPEG", "Domain", "Hub", "Inference", "PayloadSchemas", "Pictures", "SimulatedDevices", "System",
        "Vision",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// MOODBOX_FUZZ=1 adds one fuzzer for each room that reads bytes from outside. The sanitizers must reach the rooms too:
// MOODBOX_FUZZ=1 swift build -c release --product fuzz-pictures -Xswiftc -sanitize=fuzzer,address
if Context.environment["MOODBOX_FUZZ"] == "1" {
  package.targets += [
    .systemLibrary(name: "CFuzzer"),
    .executableTarget(name: "fuzz-networks", dependencies: ["Acceleration", "CFuzzer", "Inference"]),
    .executableTarget(name: "fuzz-pictures", dependencies: ["CFuzzer", "Pictures", "Domain"]),
    .executableTarget(name: "fuzz-requests", dependencies: ["CFuzzer", "Hub"]),
    .executableTarget(name: "fuzz-settings", dependencies: ["CFuzzer", "Settings"]),
    .executableTarget(name: "fuzz-songs", dependencies: ["CFuzzer", "Domain", "Library"]),
  ]
}
