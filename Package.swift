// swift-tools-version: 6.2
import PackageDescription

// HERMETIC_DIST=1 links the one self-contained shared library that `make` installs: static Swift
// runtime, only hermetic_* exported. It is gated because these flags break `swift test`.
let distribution = Context.environment["HERMETIC_DIST"] == "1"

let kernelSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v5),
  .unsafeFlags(["-Xcc", "-fno-math-errno"], .when(configuration: .release)),
]

/// A Swift module and what it may import: arrows point down only (docs/architecture.md).
func module(_ name: String, _ dependencies: [String]) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .byName(name: $0) },
    swiftSettings: kernelSettings)
}

func tests(_ name: String, _ dependencies: [String]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies.map { .byName(name: $0) },
    swiftSettings: [.swiftLanguageMode(.v5)])
}

let core = ["Core", "Numerics"]
let lower = core + ["Tables", "Matter", "Events", "Geometry"]
let physics = lower + ["Electromagnetic", "Signal", "Hadronic"]
let rooms = physics + ["Phenomenology", "Transport", "Reconstruction", "Limits"]

let package = Package(
  name: "Hermetic",
  products: [.library(name: "hermetic", type: .dynamic, targets: ["CABI"])],
  targets: [
    .systemLibrary(name: "CHermetic", path: "include"),
    .target(name: "Tables"),
    module("Core", []),
    module("Numerics", ["Core"]),
    module("Matter", core + ["Tables"]),
    module("Events", core),
    module("Geometry", core + ["Matter"]),
    module("Electromagnetic", core + ["Tables", "Matter", "Events"]),
    module("Signal", core + ["Tables", "Matter", "Events"]),
    module("Hadronic", core + ["Tables", "Matter", "Events"]),
    module("Phenomenology", core + ["Matter", "Events", "Signal"]),
    module("Transport", physics),
    module("Reconstruction", core + ["Matter", "Events", "Geometry", "Electromagnetic"]),
    module("Limits", core),
    module("Study", rooms),
    .target(
      name: "CABI", dependencies: ["CHermetic", "Study"] + rooms.map { .byName(name: $0) },
      exclude: ["exports.map"], swiftSettings: kernelSettings,
      linkerSettings: distribution
        ? [
          .unsafeFlags([
            "-static-stdlib", "-use-ld=lld", "-Xlinker", "--version-script=Sources/CABI/exports.map",
            "-Xlinker", "-soname=libhermetic.so.0", "-Xlinker", "-z", "-Xlinker", "defs",
            "-Xlinker", "-z", "-Xlinker", "nodelete", "-Xlinker", "--gc-sections",
          ])
        ] : []),
    .executableTarget(
      name: "shower-benchmark", dependencies: physics.map { .byName(name: $0) } + ["Transport"],
      path: "Tests/Benchmarks/Shower", swiftSettings: kernelSettings),
    .executableTarget(
      name: "bremsstrahlung-benchmark", dependencies: ["Core", "Numerics", "Matter", "Signal"],
      path: "Tests/Benchmarks/Bremsstrahlung", swiftSettings: kernelSettings),
    tests("CoreTests", core),
    tests("EventsTests", core + ["Events"]),
    tests("MatterTests", ["Core", "Numerics", "Tables", "Matter"]),
    tests("GeometryTests", ["Core", "Numerics", "Matter", "Geometry"]),
    tests("ElectromagneticTests", ["Core", "Numerics", "Tables", "Matter", "Events", "Electromagnetic"]),
    tests("SignalTests", ["Core", "Numerics", "Matter", "Events", "Signal"]),
    tests("HadronicTests", core + ["Matter", "Events", "Hadronic"]),
    tests("PhenomenologyTests", core + ["Matter", "Events", "Signal", "Phenomenology"]),
    tests("TransportTests", physics + ["Transport"]),
    tests(
      "ReconstructionTests", core + ["Matter", "Events", "Geometry", "Electromagnetic", "Reconstruction"]),
    tests("LimitsTests", core + ["Limits"]),
    tests("StudyTests", rooms + ["Study"]),
  ]
)
