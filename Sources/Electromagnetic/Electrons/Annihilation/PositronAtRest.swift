import Core
import Events
import Numerics

/// A stopped positron annihilates with an electron of the medium: two photons of 511 keV back to back,
/// isotropic.
///
/// - Approximation: no three-photon decays (0.4 %), no motion of the pair (the photons are 0.01 rad from
///   collinear in matter).
public enum PositronAtRest {
  @inlinable public static func annihilate(_ rng: inout RandomStream) -> Interaction {
    let m = 0.51099895000e-3
    let random = rng.pair()
    let cosTheta = 2 * RandomStream.uniform(random.0) - 1
    let azimuth = AzimuthTable.shared(UInt32(truncatingIfNeeded: random.1 >> 32))
    let sinTheta = ((1 - cosTheta) * (1 + cosTheta)).squareRoot()
    let along = Vector3(sinTheta * azimuth.cos, sinTheta * azimuth.sin, cosTheta)
    var result = Interaction(unchanged: 0, along)
    result.survives = false
    result.add(Secondary(particle: .photon, kineticEnergy_GeV: m, direction: along))
    result.add(Secondary(particle: .photon, kineticEnergy_GeV: m, direction: -along))
    return result
  }
}
