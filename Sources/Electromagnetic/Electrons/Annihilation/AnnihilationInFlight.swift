import Core
import Events
import Numerics

/// e⁺e⁻ → γγ on a free electron at rest, per electron (Heitler).
///
///     σ = (π r_e²/(γ+1)) [ (γ²+4γ+1)/(γ²−1) ln(γ+√(γ²−1)) − (γ+3)/√(γ²−1) ]
///     dσ/dε = (π r_e²/(γ−1)) (1/ε) [ 1 + 2γ/(γ+1)² − ε − 1/((γ+1)² ε) ],   ε = k/(T+2m)
///
/// - Approximation: free electrons; annihilation to one photon (a few % of it in Pb, none in C) neglected.
/// - Valid: T > 0.
/// - Checked by: `AnnihilationTests`.
///
/// Heitler, The Quantum Theory of Radiation (1954) §27; Messel, Crawford (1970).
public enum AnnihilationInFlight {
  /// σ [mm²].
  public static func crossSection_mm2(kineticEnergy_GeV: Double) -> Double {
    let tau = kineticEnergy_GeV / Constants.electronMass_GeV
    guard tau > 0 else { return 0 }
    let gamma = 1 + tau
    let root = (tau * (tau + 2)).squareRoot()
    let re = Constants.classicalElectronRadius_mm
    return Double.pi * re * re / (gamma + 1)
      * ((gamma * gamma + 4 * gamma + 1) / (root * root) * log1p(tau + root) - (gamma + 3) / root)
  }

  /// dσ/dε [mm²]; 0 outside ½ (1 ∓ √((γ−1)/(γ+1))).
  public static func differential_mm2(kineticEnergy_GeV: Double, fraction epsilon: Double) -> Double {
    let tau = kineticEnergy_GeV / Constants.electronMass_GeV
    guard tau > 0 else { return 0 }
    let gamma = 1 + tau
    let half = 0.5 * (tau / (tau + 2)).squareRoot()
    guard (epsilon - 0.5).magnitude <= half else { return 0 }
    let g1 = 1 / ((gamma + 1) * (gamma + 1))
    let re = Constants.classicalElectronRadius_mm
    return Double.pi * re * re / (tau * epsilon) * (1 + 2 * gamma * g1 - epsilon - g1 / epsilon)
  }

  /// Two photons with exact energies and directions:  cosθ = (ε (γ+1) − 1)/(ε √(γ²−1)).
  @inlinable public static func interact(
    kineticEnergy_GeV: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    let m = 0.51099895000e-3
    let tau = kineticEnergy_GeV / m
    let gamma = 1 + tau
    let root = (tau * (tau + 2)).squareRoot()
    // ε from 1/ε, symmetric limits whose product is 1/(2(γ+1)).
    let highest = 0.5 * (1 + (tau / (tau + 2)).squareRoot())
    let lowest = 0.5 / ((gamma + 1) * highest)
    let logRatio = log(highest / lowest)
    let g1 = 1 / ((gamma + 1) * (gamma + 1))
    let constant = 1 + 2 * gamma * g1
    let bound = 1 / (constant - 2 / (gamma + 1))
    var epsilon = 0.5
    repeat {
      epsilon = lowest * exp(rng.uniform() * logRatio)
    } while rng.uniform() > (constant - epsilon - g1 / epsilon) * bound
    let azimuth = sincosTurns(rng.uniform())
    let total = kineticEnergy_GeV + 2 * m
    let first = epsilon * total
    // sin²θ = (2ε(γ+1) − 1 − 2ε²(γ+1)) / (ε²(γ²−1)): the transverse momentum, the same for both.
    let transverse2 = 2 * epsilon * (1 - epsilon) * (gamma + 1) - 1
    let transverse = (transverse2 > 0 ? transverse2 : 0).squareRoot() / root
    var cosFirst = (epsilon * (gamma + 1) - 1) / (epsilon * root)
    var cosSecond = ((1 - epsilon) * (gamma + 1) - 1) / ((1 - epsilon) * root)
    cosFirst = min(max(cosFirst, -1), 1)
    cosSecond = min(max(cosSecond, -1), 1)
    let sinFirst = min(transverse / epsilon, 1)
    let sinSecond = min(transverse / (1 - epsilon), 1)
    var result = Interaction(unchanged: 0, direction)
    result.survives = false
    result.add(
      Secondary(
        particle: .photon, kineticEnergy_GeV: first,
        direction: direction.rotated(
          cosTheta: cosFirst, sinTheta: sinFirst, cosPhi: azimuth.cos, sinPhi: azimuth.sin)))
    result.add(
      Secondary(
        particle: .photon, kineticEnergy_GeV: total - first,
        direction: direction.rotated(
          cosTheta: cosSecond, sinTheta: sinSecond, cosPhi: -azimuth.cos, sinPhi: -azimuth.sin)))
    return result
  }
}
