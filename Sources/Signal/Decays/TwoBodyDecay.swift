import Core
import Numerics

/// Decay of a particle into two, of any masses, with a given angular distribution in its rest frame.
///
/// - Numerics: momenta add up to the parent's to 1e-15 of its energy.
/// - Checked by: `TwoBodyDecayTests`.
@frozen public struct TwoBodyDecay: Sendable {
  public let parentMass_GeV: Double
  /// Energies and momentum in the rest frame.
  public let firstEnergy_GeV: Double
  public let secondEnergy_GeV: Double
  public let restMomentum_GeV: Double
  public var angle: AngularDensity

  /// - Throws: below threshold.
  public init(
    parentMass_GeV: Double, firstMass_GeV: Double, secondMass_GeV: Double,
    angle: AngularDensity = .isotropic
  ) throws {
    guard parentMass_GeV > firstMass_GeV + secondMass_GeV else {
      throw HermeticError(
        .kinematics,
        "a particle of \(parentMass_GeV) GeV cannot decay to \(firstMass_GeV) + \(secondMass_GeV) GeV.")
    }
    self.init(
      allowed: parentMass_GeV, firstMass_GeV, secondMass_GeV, angle: angle)
  }

  /// For masses known to be allowed.
  @inlinable init(allowed mass: Double, _ m1: Double, _ m2: Double, angle: AngularDensity) {
    parentMass_GeV = mass
    let sum = m1 + m2
    let difference = m1 - m2
    let product = (mass - sum) * (mass + sum) * (mass - difference) * (mass + difference)
    restMomentum_GeV = max(0, product).squareRoot() / (2 * mass)
    firstEnergy_GeV = (mass * mass + difference * sum) / (2 * mass)
    secondEnergy_GeV = (mass * mass - difference * sum) / (2 * mass)
    self.angle = angle
  }

  /// Momenta of the two; the angle is counted from `axis` (unit length, rest frame).
  @inlinable public func sample(parent: FourMomentum, axis: Vector3, _ rng: inout RandomStream) -> (
    first: FourMomentum, second: FourMomentum
  ) {
    let c = angle.sample(&rng)
    let (sinPhi, cosPhi) = sincosTurns(rng.uniform())
    let sinTheta = max(0, (1 - c) * (1 + c)).squareRoot()
    let p =
      restMomentum_GeV
      * axis.rotated(cosTheta: c, sinTheta: sinTheta, cosPhi: cosPhi, sinPhi: sinPhi)
    return (
      FourMomentum(energy: firstEnergy_GeV, momentum: p).boosted(by: parent, mass: parentMass_GeV),
      FourMomentum(energy: secondEnergy_GeV, momentum: -p).boosted(by: parent, mass: parentMass_GeV)
    )
  }
}
