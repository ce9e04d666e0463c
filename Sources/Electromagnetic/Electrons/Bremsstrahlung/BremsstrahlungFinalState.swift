import Core
import Events
import Numerics

/// Directions after bremsstrahlung, and the final state.
public enum BremsstrahlungFinalState {
  /// Photon angle from dipole radiation in the electron's rest frame, 1 + cos²θ*, boosted to the
  /// laboratory: angles of order m/E, as in the leading term of Koch and Motz, Rev. Mod. Phys. 31 (1959)
  /// 920, 2BS, and independent of k and Z. The electron recoils so that momentum transverse to the
  /// incoming direction is kept (the nucleus takes only longitudinal momentum); energy is exact.
  @inlinable public static func make(
    kineticEnergy_GeV: Double, photonEnergy_GeV: Double, direction: Vector3,
    _ rng: inout RandomStream
  ) -> Interaction {
    let m = 0.51099895000e-3
    let gamma = 1 + kineticEnergy_GeV / m
    let beta = (1 - 1 / (gamma * gamma)).squareRoot()
    // 1 + cosθ*.
    var u: Double
    let random = rng.quartet()
    let choice = RandomStream.uniform(random.0)
    if choice < 0.75 {
      u = choice * (8.0 / 3)
    } else {
      // Density 3c²: the largest of three uniform numbers, one of them what is left of the choice.
      let isBackward = choice < 0.875
      let largest = max(
        8 * choice - (isBackward ? 6 : 7), RandomStream.uniform(random.1),
        RandomStream.uniform(random.2))
      u = isBackward ? 1 - largest : 1 + largest
    }
    // 1 − cosθ = (1 − β)(1 − cosθ*)/(1 + β cosθ*), without cancellation.
    let oneMinusBeta = 1 / (gamma * gamma * (1 + beta))
    let oneMinusCos = oneMinusBeta * (2 - u) / (oneMinusBeta + beta * u)
    let cosTheta = 1 - oneMinusCos
    let sinTheta = (oneMinusCos * (2 - oneMinusCos)).squareRoot()
    let azimuth = AzimuthTable.shared(random.3)
    let photonDirection = direction.rotated(
      cosTheta: cosTheta, sinTheta: sinTheta, cosPhi: azimuth.cos, sinPhi: azimuth.sin)

    var result = Interaction(unchanged: kineticEnergy_GeV, direction)
    let left = kineticEnergy_GeV - photonEnergy_GeV
    result.kineticEnergy_GeV = left > 0 ? left : 0
    result.add(
      Secondary(
        particle: .photon, kineticEnergy_GeV: kineticEnergy_GeV - result.kineticEnergy_GeV,
        direction: photonDirection))
    let momentumAfter = (result.kineticEnergy_GeV * (result.kineticEnergy_GeV + 2 * m)).squareRoot()
    let transverse = photonEnergy_GeV * sinTheta
    if momentumAfter > transverse {
      let sine = transverse / momentumAfter
      result.direction = direction.rotated(
        cosTheta: ((1 - sine) * (1 + sine)).squareRoot(), sinTheta: sine, cosPhi: -azimuth.cos,
        sinPhi: -azimuth.sin)
    }
    return result
  }
}
