import Core
import Events
import Numerics

/// Two-body kinematics of e± on an electron at rest: exact energies and directions of both.
public enum KnockOnFinalState {
  /// Transfer W to the struck electron.
  ///
  ///     cos²θ(W) = W (T+2m) / (T (W+2m)),   sin²θ(W) = 2m (T−W) / (T (W+2m))
  ///
  /// for the struck electron, and the same with W → T − W for the projectile, in the same plane.
  @inlinable public static func make(
    kineticEnergy_GeV t: Double, transfer_GeV w: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    let m = 0.51099895000e-3
    let azimuth = AzimuthTable.shared(UInt32(truncatingIfNeeded: rng.next()))
    let left = t - w
    var result = Interaction(unchanged: t, direction)
    result.kineticEnergy_GeV = left
    let struck = 1 / (t * (w + 2 * m))
    result.add(
      Secondary(
        particle: .electron, kineticEnergy_GeV: w,
        direction: direction.rotated(
          cosTheta: (w * (t + 2 * m) * struck).squareRoot(),
          sinTheta: (2 * m * left * struck).squareRoot(), cosPhi: azimuth.cos, sinPhi: azimuth.sin)))
    let projectile = 1 / (t * (left + 2 * m))
    result.direction = direction.rotated(
      cosTheta: (left * (t + 2 * m) * projectile).squareRoot(),
      sinTheta: (2 * m * w * projectile).squareRoot(), cosPhi: -azimuth.cos, sinPhi: -azimuth.sin)
    return result
  }
}
