import Core
import Events
import Numerics

/// Elastic scattering of hadrons on whole nuclei.
///
///     dσ/dt ∝ e^{bt} (70 %) + wider tail e^{b₂t};  b = R²/3·(ħc)⁻², R = 1.15 A^{1/3} fm·…; neutrons below 20 MeV isotropic
///
/// b from the optical picture of a disc: b = 12.5 A^{2/3} GeV⁻² (C 66, Fe 183, Pb 438; measured 60–70, 180–190,
/// 350–420: Schiz et al., Phys. Rev. D 21 (1980) 3010); the tail of large angles is quasi-elastic and is in
/// `HadronicCascade`. On hydrogen the slope of the hadron–nucleon collision.
public struct ElasticScattering {
  let table = ParticleTable.shared
  let slopes = SlopeTable.shared

  public init() {}

  /// - Returns: kinetic energy and direction afterwards, and the recoil's kinetic energy and direction. Energy is conserved
  ///   exactly: the projectile has what the nucleus has not.
  public func scatter(
    _ particle: Particle, kineticEnergy_GeV t: Double, direction: Vector3, atomicNumber: Int,
    atomicMass: Double,
    _ rng: inout RandomStream
  ) -> (kineticEnergy_GeV: Double, direction: Vector3, recoil_GeV: Double, recoilDirection: Vector3) {
    let mass = table.mass(particle)
    let target =
      atomicNumber == 1 ? Constants.protonMass_GeV : atomicMass * Constants.atomicMassUnit_GeV
    let momentum = (t * (t + 2 * mass)).squareRoot()
    let s = mass * mass + target * target + 2 * target * (t + mass)
    let k2 = target * target * momentum * momentum / s
    var slope: Double
    if atomicNumber == 1 {
      slope = 8.5 * t * t / (t * t + 0.25)
    } else {
      slope = slopes(atomicMass)
    }
    if particle == .neutron, t < 0.02 { slope *= atomicNumber == 1 ? 0 : (t / 0.02) }
    let range = 4 * k2 * slope
    let u = rng.uniform()
    let y = range < 1e-3 ? u : -log1p(u * expm1(-range)) / range
    // y = (1 − cos θ)/2 in the centre of mass.
    let transfer = 4 * k2 * y  // −t
    let recoil = transfer / (2 * target)
    let left = max(0, t - recoil)
    let after = (left * (left + 2 * mass)).squareRoot()
    let recoilMomentum = (recoil * (recoil + 2 * target)).squareRoot()
    let phi = sincosTurns(rng.uniform())
    guard after > 0, momentum > 0, recoilMomentum > 0 else {
      return (left, direction, t - left, direction)
    }
    // Momentum triangle p = p′ + q.
    let cosine = max(
      -1,
      min(1, (momentum * momentum + after * after - recoilMomentum * recoilMomentum) / (2 * momentum * after))
    )
    let sine = (1 - cosine * cosine).squareRoot()
    let out = direction.rotated(cosTheta: cosine, sinTheta: sine, cosPhi: phi.cos, sinPhi: phi.sin)
    let q = momentum * direction - after * out
    return (left, out, t - left, q.length > 0 ? q.normalized : direction)
  }
}

/// 12.5 A^{2/3} GeV⁻²: slow neutrons ask for it at every step. Linear between whole A, right to 2e-4 for A ≥ 12.
struct SlopeTable: @unchecked Sendable {
  static let shared = SlopeTable()
  private static let count = 320
  private let values = UnsafeMutablePointer<Double>.allocate(capacity: count)

  private init() {
    values[0] = 0
    for a in 1..<Self.count {
      let cube = exp(log(Double(a)) / 3)
      values[a] = 12.5 * cube * cube
    }
  }

  @inline(__always) func callAsFunction(_ atomicMass: Double) -> Double {
    let index = min(Int(atomicMass), Self.count - 2)
    return values[index] + (atomicMass - Double(index)) * (values[index + 1] - values[index])
  }
}
