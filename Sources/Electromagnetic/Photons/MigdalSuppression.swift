import Core
import Numerics

/// Landau–Pomeranchuk–Migdal suppression of bremsstrahlung-like processes in dense matter.
///
/// For γ → e⁺e⁻ with energy fraction ε the screened Bethe–Heitler shape is multiplied by
///
///     S = ξ(s) [G(s) + 2 (ε² + (1−ε)²) φ(s)] / [1 + 2 (ε² + (1−ε)²)]
///     s = s′/√ξ(s′),  s′² = E_LPM / (8 k ε (1−ε)),  E_LPM = α m² X0 / (4π ħc)
///
/// - Approximation: closed forms of [2] for Migdal's integrals, φ within 0.02 %, G within 0.9 % (at s = 0.9);
///   complete screening, as in [1].
///
/// [1] Migdal, Phys. Rev. 103 (1956) 1811.
/// [2] Stanev et al., Phys. Rev. D 25 (1982) 1291, Eqs. (13)–(15).
enum MigdalSuppression {
  /// Energy at which suppression becomes strong: 7.7 TeV/cm × X0. Infinite in vacuum.
  static func scale_GeV(radiationLength_mm: Double) -> Double {
    let m = Constants.electronMass_GeV
    return Constants.fineStructure * m * m * radiationLength_mm
      / (4 * .pi * Constants.hbarc_GeVmm)
  }

  /// φ(s) = 12 s² ∫₀^∞ coth(x/2) e^{−sx} sin sx dx − 6π s².
  static func phi(_ s: Double) -> Double {
    if s > 1.54954 { return 1 - 0.012 / (s * s * s * s) }
    return -expm1(
      -6 * s * (1 + (3 - .pi) * s) + s * s * s / (0.623 + s * (0.796 + 0.658 * s)))
  }

  /// G(s) = 48 s² [π/4 − ½ ∫₀^∞ e^{−sx} sin sx / sinh(x/2) dx].
  static func g(_ s: Double) -> Double {
    if s >= 0.904912 { return 1 - 0.022 / (s * s * s * s) }
    if s >= 0.710390 { return 36 * s * s / (36 * s * s + 1) }
    let psi = -expm1(
      -4 * s - 8 * s * s / (1 + s * (3.936 + s * (4.97 + s * (-0.05 + 7.5 * s)))))
    return 3 * psi - 2 * phi(s)
  }

  /// ξ(s′), the slow growth of the screening logarithm; logS1 = ln(√2 Z^{2/3} / 184.15²).
  static func xi(_ sPrime: Double, logS1: Double) -> Double {
    if sPrime >= 1 { return 1 }
    let logS = log(sPrime)
    if logS <= logS1 { return 2 }
    let h = logS / logS1
    let rest = 1 - h
    return 1 + h - 0.08 * rest * (1 - rest * rest) / logS1
  }

  static func logS1(atomicNumber: Int) -> Double {
    0.5 * log(2) + log(Double(atomicNumber)) * 2 / 3 - 2 * log(184.15)
  }

  /// S for pair production at energy fraction ε; at most 1.
  static func pairFactor(
    photonEnergy_GeV k: Double, fraction: Double, scale_GeV: Double, logS1: Double
  ) -> Double {
    let product = fraction * (1 - fraction)
    let sPrime = (scale_GeV / (8 * k * product)).squareRoot()
    let xi = self.xi(sPrime, logS1: logS1)
    let s = sPrime / xi.squareRoot()
    let squares = 1 - 2 * product
    return min(1, xi * (g(s) + 2 * squares * phi(s)) / (1 + 2 * squares))
  }
}
