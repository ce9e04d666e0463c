import Core
import Numerics

/// How much weaker nucleons below 0.7 GeV collide in nuclear matter than they would freely, beyond Pauli's principle: parametrised
/// Dirac–Brueckner calculations [1],
///
///     σ_np/σ_np⁰ = (1 + 0.0034 E^1.51 ρ²)/(1 + 21.55 ρ^1.34),   σ_pp/σ_pp⁰ = (1 + 0.1667 E^1.05 ρ³)/(1 + 9.704 ρ^1.2)
///
/// E in MeV, ρ in fm⁻³; never more than 1. The two are averaged with σ(np)/σ(pp) = 1 + 1.9 e^{−E/200 MeV}.
///
/// - Valid: 50–300 MeV, up to ρ = 0.5 fm⁻³; beyond 300 MeV it only goes to 1. Constants recalled, not compared with [1].
/// - Checked by: `InMediumNucleonTests`.
///
/// [1] Li, Machleidt, Phys. Rev. C 48 (1993) 1702; 49 (1994) 566.
struct InMediumNucleon {
  private let unlike: Double
  private let like: Double
  private let unlikeShare: Double

  /// nil where matter changes nothing.
  init?(kineticEnergy_GeV: Double) {
    guard kineticEnergy_GeV < 0.7 else { return nil }
    let l = log(max(1, 1e3 * kineticEnergy_GeV))
    unlike = 0.0034 * exp(1.51 * l)
    like = 0.1667 * exp(1.05 * l)
    let ratio = 1 + 1.9 * exp(-kineticEnergy_GeV / 0.2)
    unlikeShare = ratio / (1 + ratio)
  }

  func factor(density_per_fm3 density: Double) -> Double {
    guard density > 1e-4 else { return 1 }
    let l = log(density)
    let square = density * density
    let npDivisor: Double = 1 + 21.55 * exp(1.34 * l)
    let ppDivisor: Double = 1 + 9.704 * exp(1.2 * l)
    let np: Double = (1 + unlike * square) / npDivisor
    let pp: Double = (1 + like * square * density) / ppDivisor
    return min(1, unlikeShare * np + (1 - unlikeShare) * pp)
  }
}
