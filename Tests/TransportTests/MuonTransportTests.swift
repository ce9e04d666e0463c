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

  /// - Parameter followed_GeV: less energetic particles are not followed; the muon that comes out is the same to the bit
  static func shoot(events: Int, seed: UInt64 = 1, followed_GeV: Double = 0) throws -> Result {
    let calorimeter = try Calorimeter()
    let plane = CrossingPlane(volume: 1, sense: .exit, particles: [.muonMinus])
    var transport = ShowerTransport(world: calorimeter.world, physics: calorimeter.physics, planes: [plane])
    defer { transport.free() }
    var result = Result()
    let incoming = Particle.muonMinus.availableEnergy_GeV(kineticEnergy_GeV: energy_GeV)
    for event in 0..<events {
      if followed_GeV > 0 {
        transport.emission.clearCandidates()
        transport.emission.startRecording(threshold_GeV: followed_GeV, subevent: 0)
      }
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

  /// The balance of energy with all secondaries.
  @Test func energyCloses() throws {
    let result = try Self.shoot(events: 500)
    print("worst balance \(result.worstImbalance)")
    #expect(result.missing <= 2)
    #expect(result.worstImbalance < 1e-12)
  }

  /// Mean loss against the stopping powers of the materials; showers of its losses do not matter.
  @Test func meanLossIsThatOfTheMaterials() throws {
    let events = 12_000
    let result = try Self.shoot(events: events, followed_GeV: 0.2)
    let same = try Self.shoot(events: 20)
    #expect(Array(result.losses[..<20]) == same.losses)
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
    print("mean loss \(mean) ± \(error) GeV, ∫dE/dx \(expected)")
    // Losses on the way lower it by 0.6 %.
    #expect((mean - 0.994 * expected).magnitude < 3.5 * error)
    #expect(result.missing <= 4)
  }
}
