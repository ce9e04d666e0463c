import Core
import Numerics

/// One-loop contribution Δa_ℓ = Δ(g−2)_ℓ/2 of a neutral boson of mass M that couples to the lepton.
///
/// With w = 1 − z, r = M/m_ℓ and coupling g [1, 2]:
///
///     vector        (g²/4π²)  ∫₀¹ (1−w) w² / [w² + r²(1−w)] dw          M→0: g²/8π²   M→∞: g²m²/12π²M²
///     axial        −(g²/8π²)  ∫₀¹ [2z w (4−z) + 4z³/r²] / [z² + r²w] dw                M→∞: −5g²m²/12π²M²
///     scalar        (g²/8π²)  ∫₀¹ (2−w) w² / [w² + r²(1−w)] dw          M→0: 3g²/16π²
///     pseudoscalar −(g²/8π²)  ∫₀¹ w³ / [w² + r²(1−w)] dw                M→0: −g²/16π²
///
/// The axial one grows as (m/M)² for a light boson, whose longitudinal mode couples to the lepton's mass.
/// A dark photon has g = εe, the Z′ of L_μ − L_τ its own g.
///
/// - Valid: one loop; a boson that couples to this lepton alone. No mixing of vector with axial parts.
/// - Numerics: w = 1/(1+e^{−t}) turns every scale of w (r for a light boson, 1 − w ~ 1/r² for a heavy one)
///   into a shift of t; the integrand decays exponentially and is analytic in a strip of half-width π/2 at
///   least, so that the trapezoidal rule with step ¼ is good to e^{−π²/¼} ~ 1e-17. All terms have one sign.
/// - Checked by: `MagneticMomentTests` (reference table, limits, adaptive quadrature).
///
/// [1] Leveille, Nucl. Phys. B 137 (1978) 63.  [2] Jegerlehner, Nyffeler, Phys. Rept. 477 (2009) 1,
/// arXiv:0902.3360.
public struct AnomalousMagneticMoment: Sendable {
  public let coupling: BosonCoupling
  public let lepton: ChargedLepton

  public static let massRange_GeV = 0.0...1e6

  public init(coupling: BosonCoupling, lepton: ChargedLepton) {
    self.coupling = coupling
    self.lepton = lepton
  }

  /// Δa for g = 1; negative for axial and pseudoscalar. The axial one is −∞ at mass 0.
  public func perCouplingSquared(mass_GeV: Double) -> Double {
    let r = mass_GeV / lepton.mass_GeV
    let r2 = r * r
    switch coupling {
    case .vector: return integral(r) { w, z in z * w * w / (w * w + r2 * z) } / (4 * .pi * .pi)
    case .scalar: return integral(r) { w, z in (2 - w) * w * w / (w * w + r2 * z) } / (8 * .pi * .pi)
    case .pseudoscalar: return -integral(r) { w, z in w * w * w / (w * w + r2 * z) } / (8 * .pi * .pi)
    case .axial:
      // Both terms times r², so that a light boson doesn't overflow.
      return -integral(r) { w, z in (2 * r2 * z * w * (4 - z) + 4 * z * z * z) / (z * z + r2 * w) }
        / (8 * .pi * .pi * r2)
    }
  }

  /// The coupling g > 0 that gives Δa.
  public func coupling(deltaA: Double, mass_GeV: Double) throws -> Double {
    guard deltaA.isFinite, deltaA == 0 || (deltaA > 0) == (self.coupling.sign > 0) else {
      throw HermeticError.range(
        "delta_a", deltaA, allowed: self.coupling.sign > 0 ? "positive" : "negative",
        hint: "A \(self.coupling.rawValue) coupling gives one sign only.")
    }
    return (deltaA / perCouplingSquared(mass_GeV: mass_GeV)).squareRoot()
  }

  /// ∫₀¹ f(w, 1−w) dw.
  @inline(__always)
  private func integral(_ r: Double, _ f: (Double, Double) -> Double) -> Double {
    let step = 0.25
    let last = 160 + (r > 1 ? Int(8 * log(r)) : 0)
    var sum = 0.0
    for index in -160...last {
      let u = exp(-step * Double(index))
      let w = 1 / (1 + u)
      let z = u * w
      sum += f(w, z) * w * z
    }
    return sum * step
  }
}
