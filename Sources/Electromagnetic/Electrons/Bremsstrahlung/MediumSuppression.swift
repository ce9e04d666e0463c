import Core
import Matter
import Numerics

/// Suppression of soft bremsstrahlung by the medium: multiple scattering (Landau–Pomeranchuk–Migdal) and
/// polarisation (Ter-Mikaelian's dielectric effect).
///
///     k dσ/dk → [ξ(s) (y² G(s) + 2 (1 + (1−y)²) φ(s)) / (4 − 4y + 3y²) · main + rest] / Γ
///     Γ = 1 + (γ ħω_p/k)²,   s = Γ √(E_LPM k / (8 E (E−k) ξ(s))),   E_LPM = α m² X0 / (4π ħc)
///
/// with Migdal's functions [1] in the approximations of Stanev et al. [2], which find ξ without
/// iteration. Γ enters s as in [3]: where polarisation rules, multiple scattering stops to matter.
///
/// - Approximation: infinite medium; the joints of [2] jump by less than 0.5 %.
/// - Valid: every energy; tends to 1 for hard photons.
///
/// [1] Migdal, Phys. Rev. 103 (1956) 1811. [2] Stanev et al., Phys. Rev. D 25 (1982) 1291.
/// [3] Klein, Rev. Mod. Phys. 71 (1999) 1501.
public struct MediumSuppression: Sendable {
  /// E_LPM = 7.7 TeV/cm × X0.
  public let lpmEnergy_GeV: Double
  /// (ħω_p)².
  public let plasmaEnergySquared_GeV2: Double

  public init(radiationLength_mm: Double, electronDensity_per_mm3: Double) {
    let m = Constants.electronMass_GeV
    lpmEnergy_GeV =
      Constants.fineStructure * m * m * radiationLength_mm / (4 * Double.pi * Constants.hbarc_GeVmm)
    plasmaEnergySquared_GeV2 =
      4 * Double.pi * Constants.classicalElectronRadius_mm * Constants.hbarc_GeVmm * Constants.hbarc_GeVmm
      * electronDensity_per_mm3
  }

  public init(material: Material) {
    self.init(
      radiationLength_mm: material.radiationLength_mm,
      electronDensity_per_mm3: material.electronDensity_per_mm3)
  }

  /// Γ − 1.
  public func dielectricTerm(totalEnergy_GeV: Double, photonEnergy_GeV: Double) -> Double {
    let gamma = totalEnergy_GeV / Constants.electronMass_GeV
    return plasmaEnergySquared_GeV2 * gamma * gamma / (photonEnergy_GeV * photonEnergy_GeV)
  }

  /// The suppressed k dσ/dk, in the unit of `terms`.
  public func apply(
    to terms: BremsstrahlungShape.Terms, atomicNumber: Int, totalEnergy_GeV: Double,
    photonEnergy_GeV: Double
  ) -> Double {
    let k = photonEnergy_GeV
    let dielectric = 1 + dielectricTerm(totalEnergy_GeV: totalEnergy_GeV, photonEnergy_GeV: k)
    let left = totalEnergy_GeV - k
    let sSquared = lpmEnergy_GeV * k / (8 * totalEnergy_GeV * left)
    // Beyond s = 2 Migdal's functions are within 0.1 % of 1.
    guard sSquared.isFinite, sSquared * dielectric * dielectric < 4 else {
      return (terms.main + terms.rest) / dielectric
    }
    let s0 = sSquared.squareRoot() * dielectric
    let xi = Self.xi(s0, atomicNumber: atomicNumber)
    let s = s0 / xi.squareRoot()
    let (g, phi) = Self.migdal(s)
    let y = k / totalEnergy_GeV
    let factor =
      xi * (y * y * g + 2 * (1 + (1 - y) * (1 - y)) * phi) / (4 - 4 * y + 3 * y * y)
    return (terms.main * min(factor, 1) + terms.rest) / dielectric
  }

  /// ξ(s) of [2], between 1 (no suppression) and 2.
  public static func xi(_ s: Double, atomicNumber: Int) -> Double {
    if s >= 1 { return 1 }
    let ratio = exp(log(Double(atomicNumber)) / 3) / 184.15
    let lowest = 2.0.squareRoot() * ratio * ratio
    if s <= lowest { return 2 }
    let logLowest = log(lowest)
    let h = log(s) / logLowest
    return 1 + h - 0.08 * (1 - h) * (1 - (1 - h) * (1 - h)) / logLowest
  }

  /// Migdal's G(s) and φ(s) in the approximation of [2].
  public static func migdal(_ s: Double) -> (g: Double, phi: Double) {
    let s2 = s * s
    let s4 = s2 * s2
    let phi =
      s < 1.54954
      ? -expm1(-6 * s * (1 + (3 - Double.pi) * s) + s * s2 / (0.623 + 0.796 * s + 0.658 * s2))
      : 1 - 0.012 / s4
    if s < 0.710390 {
      let psi = -expm1(
        -4 * s - 8 * s2 / (1 + 3.936 * s + 4.97 * s2 - 0.05 * s * s2 + 7.50 * s4))
      return (3 * psi - 2 * phi, phi)
    }
    return (s < 0.904912 ? 36 * s2 / (36 * s2 + 1) : 1 - 0.022 / s4, phi)
  }
}
