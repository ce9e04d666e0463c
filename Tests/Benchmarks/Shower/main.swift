// Cost of transport: shower-benchmark [beam energy GeV] [events] [threads=n] [fast=threshold_GeV] [hcal=modules]
//   [particle=pdg] [key=value of "physics" …]
//
// Prints CPU time and steps per event beside the visible energy, for perf and callgrind to look into;
// Tests/Benchmarks/transport.py and hadrons.py turn it into instructions and allocations per event.
import Core
import Electromagnetic
import Events
import Geometry
import Glibc
import Matter
import Numerics
import Transport

let arguments = CommandLine.arguments
let energy = arguments.count > 1 ? Double(arguments[1]) ?? 100 : 100
let events = arguments.count > 2 ? Int(arguments[2]) ?? 10 : 10
var threads = 1
var fastThreshold_GeV: Double?
var modules = 0
var particle = Particle.electron
var physicsCard: [JSON.Member] = []
for argument in arguments.dropFirst(3) {
  let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
  if parts[0] == "threads" {
    threads = Int(parts[1]) ?? 1
  } else if parts[0] == "fast" {
    fastThreshold_GeV = Double(parts[1])
  } else if parts[0] == "hcal" {
    modules = Int(parts[1]) ?? 4
  } else if parts[0] == "particle" {
    particle = Particle(pdg: Int32(parts[1]) ?? 11) ?? .electron
  } else {
    physicsCard.append(JSON.Member(parts[0], try JSON.parse(parts[1])))
  }
}

/// The calorimeter of the reference showers: 150 × (1.5 mm Pb + 1.5 mm polystyrene), 229.2 mm square, in
/// vacuum; the beam hits the centre of a cell.
let ecal =
  """
  {"world": {"material": "vacuum", "size_mm": [1000, 1000, 2000]},
   "volumes": [{"name": "ECAL", "shape": "layered_calorimeter", "layers": 150,
     "slabs": [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}],
     "size_mm": [229.2, 229.2], "position_mm": [-19.1, -19.1, 225],
     "sensitive": {"name": "ecal", "slab": 1, "cells": [6, 6], "cell_mm": [38.2, 38.2], "sections": [16, 134]}}]}
  """
/// Modules of the hadron calorimeter, 48 × (25 mm Fe + 4 mm polystyrene), one behind the other.
let hcal =
  """
  {"world": {"material": "vacuum", "size_mm": [2000, 2000, \(2 * 1392 * modules + 1000)]},
   "volumes": [{"name": "HCAL", "shape": "layered_calorimeter", "layers": \(48 * max(1, modules)),
     "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
     "size_mm": [600, 600], "position_mm": [0, 0, \(696 * max(1, modules))],
     "sensitive": {"name": "hcal", "slab": 1, "cells": [6, 6], "cell_mm": [100, 100],
       "sections": [24, \(48 * max(1, modules) - 24)]}}]}
  """
let card = try JSON.parse(modules > 0 ? hcal : ecal)
let fano = getenv("FANO") != nil
let world = try World(
  json: card, path: "",
  materialNamed: { name in
    guard fano, name == "polystyrene" else { return try MaterialCatalogue.builtin(name) }
    let lead = try MaterialCatalogue.builtin("Pb")
    return try Material(
      name: "thin lead", density_g_cm3: lead.density_g_cm3 / 20, massFractions: [("Pb", 1)],
      densityEffect: lead.densityEffect)
  })
if fano { physicsCard.append(JSON.Member("range_rejection_GeV", .number(0))) }
let settings = try TransportSettings(json: .object(physicsCard), path: "physics")
let leadCuts = ProductionCuts(material: try MaterialCatalogue.builtin("Pb"), range_mm: settings.rangeCut_mm)
let start = clock()
let physics = TransportPhysics(
  materials: world.materials, settings: settings, highestEnergy_GeV: 200,
  cuts: fano ? world.materials.map { _ in leadCuts } : nil)
print("tables: \(Double(clock() - start) / 1e6) s")

/// With fast=…: showers below the threshold from a library.
let fast = try fastThreshold_GeV.map {
  try FastShowers(
    world: world, volumes: [1], physics: LibraryPhysics(materials: world.materials, transport: settings),
    settings: ShowerLibrarySettings(), threshold_GeV: $0, threads: 1)
}
if let library = fast?.libraries.first {
  print(
    "library: \(library.showerCount) showers, \(library.spotCount) spots, \(library.bytes) bytes, \(library.seconds) s"
  )
}

let began = (cpu: clock(), wall: monotonicSeconds())
let work = SharedCounter(from: 0, to: UInt64(events))
let parts = (0..<threads).map { _ in Part(slabCount: world.totalSlabCount) }
Threads.run(count: threads) {
  parts[$0].run(work, particle, energy_GeV: energy, world: world, physics: physics, fast: fast)
}
let seconds = Double(clock() - began.cpu) / 1e6
let wall = monotonicSeconds() - began.wall

let all = parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
let count = Double(events)
let steps = Double(all.steps)
print(
  "events \(events)  CPU s/event \(seconds / count)  steps/event \(steps / count)  ns/step \(seconds * 1e9 / steps)"
)
print(
  "steps/event by particle: e- \((steps - Double(all.photonSteps + all.positronSteps + all.hadronSteps)) / count)  "
    + "e+ \(Double(all.positronSteps) / count)  gamma \(Double(all.photonSteps) / count)"
    + (all.hadronSteps > 0 ? "  hadrons \(Double(all.hadronSteps) / count)" : ""))
if threads > 1 { print("threads \(threads)  wall s/event \(wall / count)") }
if let allocations = all.allocations {
  print("allocations/event after the first: \(Double(allocations) / (count - Double(threads)))")
}
func summary(_ values: [Double]) -> (mean: Double, error: Double, rms: Double) {
  let n = Double(values.count)
  let mean = values.reduce(0, +) / n
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, n - 1)
  return (mean, (variance / n).squareRoot(), variance.squareRoot())
}
let visible = summary(all.visible)
let share = summary(all.nineCells)
print(
  "visible GeV: mean \(visible.mean) ± \(visible.error)  rms \(visible.rms)  worst imbalance \(all.worst)")
print("3 × 3 cells: \(share.mean) ± \(share.error)")
if fano {
  let lead = (0..<150).reduce(0.0) { $0 + all.layers[1 + 2 * $1] } / count
  print("Fano \(20 * visible.mean / lead) ± \(20 * visible.error / lead)")
}
