import Core
import Electromagnetic
import Events
import Geometry
import Matter
import Numerics
import Testing

@testable import Transport

/// Muons of 160 GeV through the sampling calorimeter.
struct MuonTransportTests {
  static let energy_GeV = 160 - Constants.muonMass_GeV

  struct Result {
    var losses: [Double] = []
    var slopes: [Double] = []
    var worstImbalance = 0.0
    var missing = 0
  }

  static func shoot(events: Int, seed: UInt64 = 1) throws -> Result {
    let calorimeter = try Calorimeter()
    let plane = CrossingPlane(volume: 1, sense: .exit, particles: [.muonMinus])
    var transport = ShowerTransport(world: calorimeter.world, physics: calorimeter.physics, planes: [plane])
    defer { transport.free() }
    var result = Result()
    let incoming = Particle.muonMinus.availableEnergy_GeV(kineticEnergy_GeV: energy_GeV)
    for event in 0..<events {
      transport.simulate(
        ParticleState(
          particle: .muonMinus, kineticEnergy_GeV: energy_GeV, position: Vector3(0, 0, -1),
          direction: Vector3(0, 0, 1)), seed: seed, event: UInt64(event))
      let outgoing = transport.tally.deposited_GeV + transport.tally.escaped_GeV
      result.worstImbalance = max(result.worstImbalance, (outgoing - incoming).magnitude / incoming)
      guard let muon = transport.crossings.leading(plane: 0) else {
        result.missing += 1
        continue
      }
      result.losses.append(energy_GeV - muon.kineticEnergy_GeV)
      result.slopes.append(muon.direction.x / muon.direction.z)
    }
    return result
  }

  /// Mean loss against the stopping powers of the materials, and the balance of energy.
  @Test func meanLossIsThatOfTheMaterials() throws {
    let events = 6000
    let result = try Self.shoot(events: events)
    let n = Double(result.losses.count)
    let mean = result.losses.reduce(0, +) / n
    let variance = result.losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let error = (variance / n).squareRoot()
    var expected = 0.0
    for name in ["Pb", "polystyrene"] {
      let loss = MuonEnergyLoss(material: try MaterialCatalogue.builtin(name))
      for process in MuonEnergyLoss.Process.allCases {
        expected += 225 * loss.stoppingPower_GeV_per_mm(process, totalEnergy_GeV: 160)
      }
    }
    print("mean loss \(mean) ± \(error) GeV, ∫dE/dx \(expected), worst balance \(result.worstImbalance)")
    // Losses on the way lower it by 0.6 %.
    #expect((mean - 0.994 * expected).magnitude < 3.5 * error)
    #expect(result.missing <= 2)
    #expect(result.worstImbalance < 1e-12)
  }
}
