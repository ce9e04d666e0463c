import Numerics

/// A particle between two steps: position in mm, unit direction, kinetic energy in GeV.
@frozen public struct ParticleState {
  public var particle: Particle
  public var kineticEnergy_GeV: Double
  public var position: Vector3
  public var direction: Vector3
  public var weight: Double

  @inlinable public init(
    particle: Particle, kineticEnergy_GeV: Double, position: Vector3, direction: Vector3,
    weight: Double = 1
  ) {
    self.particle = particle
    self.kineticEnergy_GeV = kineticEnergy_GeV
    self.position = position
    self.direction = direction
    self.weight = weight
  }
}
