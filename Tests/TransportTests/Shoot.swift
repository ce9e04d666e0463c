import Events
import Numerics

@testable import Transport

extension ShowerTransport {
  /// One event of a particle that flies along +z on the axis.
  mutating func shoot(
    _ particle: Particle, _ kineticEnergy_GeV: Double, fromZ z: Double, seed: UInt64, event: Int
  ) {
    simulate(
      ParticleState(
        particle: particle, kineticEnergy_GeV: kineticEnergy_GeV, position: Vector3(0, 0, z),
        direction: Vector3(0, 0, 1)), seed: seed, event: UInt64(event))
  }
}
