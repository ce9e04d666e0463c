import Core
import Electromagnetic
import Events
import Geometry
import Matter
import Numerics

@testable import Transport

/// The sampling calorimeter of the reference showers: n × (1.5 mm absorber + 1.5 mm active), 229.2 mm square,
/// in vacuum, hit at the centre of a cell.
struct Calorimeter {
  let world: World
  let physics: TransportPhysics

  init(
    absorber: String = "Pb", active: String = "polystyrene", layers: Int = 150,
    physics json: JSON = [:], sameCuts: Bool = false,
    materials: @escaping (String) throws -> Material = MaterialCatalogue.builtin
  ) throws {
    let length = Double(layers) * 3
    let card = try JSON.parse(
      """
      {"world": {"material": "vacuum", "size_mm": [1000, 1000, 3000]},
       "volumes": [{"name": "ECAL", "shape": "layered_calorimeter", "layers": \(layers),
         "slabs": [{"material": "\(absorber)", "thickness_mm": 1.5}, {"material": "\(active)", "thickness_mm": 1.5}],
         "size_mm": [229.2, 229.2], "position_mm": [-19.1, -19.1, \(length / 2)],
         "sensitive": {"name": "ecal", "slab": 1, "cells": [6, 6], "cell_mm": [38.2, 38.2]}}]}
      """)
    world = try World(json: card, path: "", materialNamed: materials)
    let settings = try TransportSettings(json: json, path: "physics")
    let lead = ProductionCuts(
      material: try MaterialCatalogue.builtin("Pb"), range_mm: settings.rangeCut_mm)
    physics = TransportPhysics(
      materials: world.materials, settings: settings, highestEnergy_GeV: 200,
      cuts: sameCuts ? world.materials.map { _ in lead } : nil)
  }

  struct Result {
    var visible: [Double] = []
    var absorberLayers = [Double]()
    var activeLayers = [Double]()
    /// Per event and ten layers, GeV.
    var absorberByTen: [[Double]] = []
    var activeByTen: [[Double]] = []
    var worstImbalance = 0.0
    var steps: UInt64 = 0

    var mean: Double { visible.reduce(0, +) / Double(visible.count) }
    var rms: Double {
      let m = mean
      return (visible.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(max(1, visible.count - 1)))
        .squareRoot()
    }
    var error: Double { rms / Double(visible.count).squareRoot() }
  }

  func shoot(
    _ particle: Particle = .electron, kineticEnergy_GeV energy: Double, events: Int, seed: UInt64 = 1,
    direction: Vector3 = Vector3(0, 0, 1)
  ) -> Result {
    var transport = ShowerTransport(world: world, physics: physics)
    defer { transport.free() }
    var result = Result()
    let layers = world.view.slabCount(1) / 2
    result.absorberLayers = Array(repeating: 0, count: layers)
    result.activeLayers = Array(repeating: 0, count: layers)
    for event in 0..<events {
      transport.simulate(
        ParticleState(
          particle: particle, kineticEnergy_GeV: energy, position: Vector3(0, 0, -1),
          direction: direction), seed: seed, event: UInt64(event))
      let slabs = transport.tally.slabs + transport.tally.slabOffset(1)
      var visible = 0.0
      var byTen = (absorber: [Double](), active: [Double]())
      for layer in 0..<layers {
        if layer % 10 == 0 {
          byTen.absorber.append(0)
          byTen.active.append(0)
        }
        byTen.absorber[layer / 10] += slabs[2 * layer]
        byTen.active[layer / 10] += slabs[2 * layer + 1]
        result.absorberLayers[layer] += slabs[2 * layer] / Double(events)
        result.activeLayers[layer] += slabs[2 * layer + 1] / Double(events)
        visible += slabs[2 * layer + 1]
      }
      result.visible.append(visible)
      result.absorberByTen.append(byTen.absorber)
      result.activeByTen.append(byTen.active)
      let incoming = particle.availableEnergy_GeV(kineticEnergy_GeV: energy)
      let outgoing = transport.tally.deposited_GeV + transport.tally.escaped_GeV
      result.worstImbalance = max(result.worstImbalance, (outgoing - incoming).magnitude / incoming)
      result.steps += transport.tally.steps
    }
    return result
  }
}
