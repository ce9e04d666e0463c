// Cost of transport: shower-benchmark [beam energy GeV] [events] [key=value of "physics" …]
//
// Prints CPU time and steps per event beside the visible energy, for perf and callgrind to look into.
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
var physicsCard: [JSON.Member] = []
for argument in arguments.dropFirst(3) {
  let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
  physicsCard.append(JSON.Member(parts[0], try JSON.parse(parts[1])))
}

/// The calorimeter of the reference showers: 150 × (1.5 mm Pb + 1.5 mm polystyrene), 229.2 mm square, in
/// vacuum; the beam hits the centre of a cell.
let card = try JSON.parse(
  """
  {"world": {"material": "vacuum", "size_mm": [1000, 1000, 2000]},
   "volumes": [{"name": "ECAL", "shape": "layered_calorimeter", "layers": 150,
     "slabs": [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}],
     "size_mm": [229.2, 229.2], "position_mm": [-19.1, -19.1, 225],
     "sensitive": {"name": "ecal", "slab": 1, "cells": [6, 6], "cell_mm": [38.2, 38.2], "sections": [16, 134]}}]}
  """)
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
var transport = ShowerTransport(world: world, physics: physics)
let wantsTrackLengths = getenv("TRACK_LENGTHS") != nil
if wantsTrackLengths { transport.trackLengths = TrackLengthTally(materialCount: world.materials.count) }
var visible: [Double] = []
var layers = [Double](repeating: 0, count: transport.tally.slabCount)
var steps: UInt64 = 0
var worst = 0.0
let began = clock()
for event in 0..<events {
  let primary = ParticleState(
    particle: .electron, kineticEnergy_GeV: energy, position: Vector3(0, 0, -1),
    direction: Vector3(0, 0, 1))
  transport.simulate(primary, seed: 1, event: UInt64(event))
  let tally = transport.tally
  var sum = 0.0
  for channel in 0..<tally.channelCount { sum += tally.channels[channel] }
  visible.append(sum)
  for slab in layers.indices { layers[slab] += tally.slabs[slab] }
  steps += tally.steps
  let imbalance = (tally.deposited_GeV + tally.escaped_GeV - energy) / energy
  if abs(imbalance) > 1e-9, getenv("DBG") != nil { print(event, imbalance * energy, tally.escaped_GeV) }
  worst = max(worst, abs(imbalance))
}
let seconds = Double(clock() - began) / 1e6
let mean = visible.reduce(0, +) / Double(events)
let variance = visible.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, events - 1))
print(
  "events \(events)  CPU s/event \(seconds / Double(events))  steps/event \(Double(steps) / Double(events))  ns/step \(seconds * 1e9 / Double(steps))"
)
print(
  "visible GeV: mean \(mean) ± \((variance / Double(events)).squareRoot())  rms \(variance.squareRoot())  worst imbalance \(worst)"
)

if fano {
  let lead = (0..<150).reduce(0.0) { $0 + layers[1 + 2 * $1] } / Double(events)
  print("Fano \(20 * mean / lead) ± \(20 * (variance / Double(events)).squareRoot() / lead)")
}
if let lengths = transport.trackLengths {
  // material particle bin mm/event, then slab GeV/event: for comparison with other programmes.
  for (index, material) in world.materials.enumerated() {
    for particle in [Particle.photon, .electron, .positron] {
      for bin in 0..<TrackLengthTally.binCount {
        print(
          "L \(material.name) \(particle.pdg) \(bin) \(lengths.total_mm(particle, material: index, bin: bin) / Double(events))"
        )
      }
    }
  }
  for slab in layers.indices { print("S \(slab) \(layers[slab] / Double(events))") }
}
