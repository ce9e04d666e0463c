import Events
import Numerics
import Testing

@testable import Transport

@Suite struct EnergyBalanceTests {
  @Test(arguments: [Particle.electron, .positron, .photon]) func energyCloses(particle: Particle) throws {
    let calorimeter = try Calorimeter()
    for (energy, events) in [(1e-5, 200), (1e-3, 200), (0.02, 200), (0.5, 50), (10, 3)] {
      let result = calorimeter.shoot(particle, kineticEnergy_GeV: energy, events: events)
      #expect(result.worstImbalance < 1e-9)
    }
  }

  /// Along layers, backwards out of the front, and into a corner.
  @Test func energyClosesForOddDirections() throws {
    let calorimeter = try Calorimeter(layers: 40)
    for direction in [Vector3(1, 0, 1e-3), Vector3(-0.7, 0.7, 0.2), Vector3(0.3, -0.9, 1)] {
      let result = calorimeter.shoot(
        kineticEnergy_GeV: 0.3, events: 40, direction: direction.normalized)
      #expect(result.worstImbalance < 1e-9)
    }
  }

  @Test func primaryOutsideTheWorldEscapes() throws {
    let calorimeter = try Calorimeter(layers: 2)
    var transport = ShowerTransport(world: calorimeter.world, physics: calorimeter.physics)
    defer { transport.free() }
    transport.simulate(
      ParticleState(
        particle: .positron, kineticEnergy_GeV: 1, position: Vector3(0, 0, -1e6),
        direction: Vector3(0, 0, -1)), seed: 1, event: 0)
    #expect(transport.tally.deposited_GeV == 0)
    #expect(transport.tally.escaped_GeV == Particle.positron.availableEnergy_GeV(kineticEnergy_GeV: 1))
  }
}
