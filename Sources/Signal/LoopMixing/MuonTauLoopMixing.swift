import Core
import Numerics

/// One-loop mixing of the photon with the Z′ of L_μ − L_τ: what lets an electron see a boson that does
/// not couple to it.
///
///     Π(q²)/g = (e/2π²) ∫₀¹ x(1−x) ln{[m_τ² − x(1−x)q² − i0] / [m_μ² − x(1−x)q² − i0]} dx
///             = (e/2π²) { ⅙ ln(m_τ²/m_μ²) + I(q²/m_τ²) − I(q²/m_μ²) }
///
/// The divergences of the two loops cancel, so this is the whole mixing of a model without a tree-level
/// one; neutrinos carry no charge. A charged particle couples to the Z′ with e Π: Π plays the part of the
/// kinetic mixing ε of a dark photon. At |q²| ≪ m_μ² it is e g ln(m_τ²/m_μ²)/12π², which is the
/// (8/3) e g ln(m_τ/m_μ)/16π² of the literature: g = 4.8e-4 gives ε = 6.9e-6 [1].
///
/// - Valid: any real q² (timelike positive); leading order in e and g. The threshold of the muon pair is a
///   cusp, and Im Π > 0 above it.
/// - Numerics: closed form for |q²| > 2m², series below; 1e-15 of the sum.
/// - Checked by: `LoopMixingTests` (independent quadrature, reference table, dispersion of the two branches).
///
/// [1] Gninenko, Krasnikov, Phys. Lett. B 783 (2018) 24, arXiv:1801.10448.
public enum MuonTauLoopMixing {
  /// A value of the two-point function; the real and the imaginary part of Π/g.
  public struct Value: Equatable, Sendable {
    public let real: Double
    public let imaginary: Double
    public var modulus: Double { (real * real + imaginary * imaginary).squareRoot() }
  }

  /// e = √(4πα)
  public static let elementaryCharge = (4 * Double.pi * Constants.fineStructure).squareRoot()

  /// Π(q²)/g.
  public static func perCoupling(q2_GeV2: Double) -> Value {
    let tau = loop(q2_GeV2 / (Constants.tauMass_GeV * Constants.tauMass_GeV))
    let muon = loop(q2_GeV2 / (Constants.muonMass_GeV * Constants.muonMass_GeV))
    let logarithm = log(Constants.tauMass_GeV / Constants.muonMass_GeV) / 3
    let scale = elementaryCharge / (2 * .pi * .pi)
    return Value(
      real: scale * (logarithm + tau.real - muon.real), imaginary: scale * (tau.imaginary - muon.imaginary))
  }

  /// Π(0)/g = e ln(m_τ²/m_μ²)/12π².
  public static let atRest = perCoupling(q2_GeV2: 0).real

  /// I(ρ) = ∫₀¹ x(1−x) ln(1 − x(1−x)ρ − i0) dx, ρ = q²/m².
  ///
  /// With r = 4/ρ and b = √(1−r): I = −5/18 − r/6 + (1 + r/2) T/6, T = b ln[(b+1)/(b−1)] continued from
  /// ρ < 0. Below |ρ| = 2 the terms cancel (I ≈ −ρ/30), and the power series
  /// −Σ ρⁿ B(n+2, n+2)/n converges at least like 2⁻ⁿ.
  static func loop(_ rho: Double) -> Value {
    if rho.magnitude <= 2 {
      var sum = 0.0
      var term = 1.0 / 6  // B(n+2, n+2) ρⁿ at n = 0
      for n in 1...60 {
        let m = Double(n)
        term *= rho * (m + 1) * (m + 1) / ((2 * m + 2) * (2 * m + 3))
        sum -= term / m
        if term.magnitude < 1e-18 { break }
      }
      return Value(real: sum, imaginary: 0)
    }
    let r = 4 / rho
    let real: Double
    var imaginary = 0.0
    if rho < 0 {
      let b = (1 - r).squareRoot()
      real = b * log((b + 1) * (b + 1) / -r)
    } else if rho <= 4 {
      let s = (r - 1).squareRoot()
      real = 2 * s * atan(1 / s)
    } else {
      let b = (1 - r).squareRoot()
      real = b * log((1 + b) * (1 + b) / r)
      imaginary = -b * .pi
    }
    let factor = (1 + r / 2) / 6
    return Value(real: -5.0 / 18 - r / 6 + factor * real, imaginary: factor * imaginary)
  }
}
