import Core
import Matter
import Numerics

/// Elastic scattering of e± by atoms: transport mean free paths for multiple scattering.
///
///     dσ/dx = 2π (r_e m/(pβ))² [ Z² R(x) F²(x) + Z Θ(x < x_e) ] / (x + 2A)²,   x = 1 − cosθ
///
/// - A: Molière's screening angle, A = ¼ (ħ/(p a))² (1.13 + 3.76 (αZ/β)²) with
///   (αZ/β)² ≤ 1.44, a = 0.885 a_0 Z^{−1/3} [1];
/// - R: McKinley and Feshbach's ratio to Rutherford, 1 − β²x/2 ± παZβ √(x/2) (1 − √(x/2)) [2];
/// - F²: nuclear form factor (1 + q²R_N²/12)^{−4}, R_N = 1.27 A^{0.27} fm, q² = 2p²x [3];
/// - the second term: the atomic electrons, up to the angle x_e of a transfer equal to the knock-on cut,
///   since harder collisions are followed one by one (Fano's correction in place of Z² → Z(Z+1)).
///
/// - Approximation: [2] is Born to second order; for heavy atoms below 1 MeV expect errors of order 10 %
///   in λ1, below 20 keV more (estimated, not measured against partial waves).
/// - Valid: 1 keV … 10 TeV.
/// - Checked by: `MultipleScatteringTests`.
///
/// [1] Molière, Z. Naturforsch. A 2 (1947) 133. [2] McKinley, Feshbach, Phys. Rev. 74 (1948) 1759.
/// [3] Fernández-Varea et al., Nucl. Instrum. Meth. B 73 (1993) 447; Butkevich et al., NIM A 488 (2002) 282.
public struct ElasticScattering: Sendable {
  struct Target {
    let atomicNumber: Double
    let massNumber: Double
    /// Atoms per mm³.
    let density: Double
  }

  let targets: [Target]
  let isPositron: Bool
  let knockOnCut_GeV: Double

  public init(material: Material, isPositron: Bool, knockOnCut_GeV: Double) {
    targets = material.components.map {
      Target(
        atomicNumber: Double($0.element.atomicNumber), massNumber: $0.element.atomicMass,
        density: $0.atomDensity_per_mm3)
    }
    self.isPositron = isPositron
    self.knockOnCut_GeV = knockOnCut_GeV
  }

  /// Rates per mm of scattering, of 1 − cosθ and of (1 − cosθ)², and the scale of single scattering
  /// χ in Σ(x) ≈ χ/x² between screening and form factor.
  public struct Moments {
    public var elastic_per_mm = 0.0
    /// 1/λ1 = ∫ x dΣ.
    public var first_per_mm = 0.0
    /// ∫ x² dΣ = (2/3)(3/λ1 − 1/λ2).
    public var second_per_mm = 0.0
    public var rutherford_per_mm = 0.0
  }

  /// Molière's screening parameter A for one element.
  public static func screening(atomicNumber: Double, momentum_GeV: Double, beta: Double) -> Double {
    // Thomas–Fermi radius 0.885 a_0 Z^{−1/3}; a_0 = r_e/α².
    let alpha = Constants.fineStructure
    let radius =
      0.88534 * Constants.classicalElectronRadius_mm / (alpha * alpha)
      * exp(-log(atomicNumber) / 3)
    let chi = Constants.hbarc_GeVmm / (momentum_GeV * radius)
    let eta = alpha * atomicNumber / beta
    // Molière solved for αZ/β up to about 1.2; continued, his term would make slow electrons in heavy
    // atoms scatter isotropically and far too rarely.
    return 0.25 * chi * chi * (1.13 + 3.76 * min(eta * eta, 1.44))
  }

  public func moments(kineticEnergy_GeV t: Double) -> Moments {
    let m = Constants.electronMass_GeV
    let momentum = (t * (t + 2 * m)).squareRoot()
    let beta = momentum / (t + m)
    var sum = Moments()
    let scale = Constants.classicalElectronRadius_mm * m / (momentum * beta)
    // Largest angle of soft collisions with electrons: cos²θ = T'(T+2m)/(T(T'+2m)).
    let transfer = min(knockOnCut_GeV, isPositron ? t : 0.5 * t)
    let left = t - transfer
    let sine2 = 2 * m * transfer / (t * (left + 2 * m))
    let electronLimit = sine2 / (1 + max(0, 1 - sine2).squareRoot())
    for target in targets {
      let z = target.atomicNumber
      let a = Self.screening(atomicNumber: z, momentum_GeV: momentum, beta: beta)
      let strength = 2 * Double.pi * scale * scale * target.density
      // Nucleus.
      let radius = 1.27e-12 * exp(0.27 * log(target.massNumber))
      let formFactor =
        momentum * momentum * radius * radius
        / (6 * Constants.hbarc_GeVmm * Constants.hbarc_GeVmm)
      let spin = Double.pi * Constants.fineStructure * z * beta * (isPositron ? -1 : 1)
      func nucleus(_ x: Double) -> Double {
        let half = (0.5 * x).squareRoot()
        let ratio = max(0, 1 - 0.5 * beta * beta * x + spin * half * (1 - half))
        let f = 1 + formFactor * x
        return ratio / (f * f * f * f)
      }
      // In v = ln((x+2A)/2A) the integrands are smooth: x = 2A (e^v − 1), dx/(x+2A)² = e^{−v} dv/2A.
      let top = log1p(1 / a)
      let panels = max(2, Int(top / 3) + 1)
      let first = Quadrature.points16.integrate(0, top, panels: panels) { v in
        let x = 2 * a * expm1(v)
        return -expm1(-v) * nucleus(x)
      }
      let second = Quadrature.points16.integrate(0, top, panels: panels) { v in
        let x = 2 * a * expm1(v)
        return -expm1(-v) * x * nucleus(x)
      }
      sum.first_per_mm += strength * z * z * first
      sum.second_per_mm += strength * z * z * second
      sum.elastic_per_mm += strength * z * (z + 1) / (2 * a * (1 + a))
      // Electrons.
      let l = log1p(electronLimit / (2 * a))
      let cutRatio = electronLimit / (electronLimit + 2 * a)
      sum.first_per_mm += strength * z * max(0, l - cutRatio)
      sum.second_per_mm +=
        strength * z
        * max(0, electronLimit - 4 * a * l + 2 * a * cutRatio)
      sum.rutherford_per_mm += strength * z * (z + 1)
    }
    return sum
  }
}
