import Numerics

/// A particle that an interaction has made.
@frozen public struct Secondary {
  public var particle: Particle
  public var kineticEnergy_GeV: Double
  public var direction: Vector3

  @inlinable public init(particle: Particle, kineticEnergy_GeV: Double, direction: Vector3) {
    self.particle = particle
    self.kineticEnergy_GeV = kineticEnergy_GeV
    self.direction = direction
  }
}

/// The final state of one interaction: the projectile afterwards (kinetic energy 0 and `survives`
/// false when it is absorbed), at most two secondaries, and energy deposited on the spot.
///
/// Fixed size: nothing in the step loop allocates.
@frozen public struct Interaction {
  public var survives: Bool
  public var kineticEnergy_GeV: Double
  public var direction: Vector3
  public var localDeposit_GeV: Double
  public var secondaryCount: Int
  public var first: Secondary
  public var second: Secondary

  /// The projectile goes on unchanged: the starting point of every sampler.
  @inlinable public init(unchanged kineticEnergy_GeV: Double, _ direction: Vector3) {
    survives = true
    self.kineticEnergy_GeV = kineticEnergy_GeV
    self.direction = direction
    localDeposit_GeV = 0
    secondaryCount = 0
    first = Secondary(particle: .photon, kineticEnergy_GeV: 0, direction: direction)
    second = first
  }

  @inlinable public mutating func add(_ secondary: Secondary) {
    if secondaryCount == 0 { first = secondary } else { second = secondary }
    secondaryCount += 1
  }
}
