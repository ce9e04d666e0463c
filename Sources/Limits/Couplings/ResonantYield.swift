import Core
import Numerics

/// Resonant production e⁺e⁻ → A′ → χχ̄ by the positrons of a shower.
///
///     N/ε² = n_e ∫_{E_min} T(E) σ(s) dE,   s = 2m_e(E + m_e)
///     σ(s) = 4πα √s Γ_χ(√s) / [(s − M²)² + M²Γ²],   Γ = Γ_χ(M)
///
/// T(E) is the positrons' track length per unit energy and primary, n_e the density of electrons. Γ_χ of the
/// dark matter's kind: α_D√s/3·(1+2r)β (Dirac, pseudo-Dirac), α_D√s/6·β³ (Majorana), α_D√s/12·β³ (complex
/// scalar), r = m_χ²/s, β = √(1−4r): the line is as wide as α_D makes it, Γ/M = 3 % at 0.1 for Dirac. With
/// massless electrons this is the tree-level cross section; at the peak it is 12π/M² · Γ_ee/Γ.
///
/// - Valid: Γ_χ ≫ Γ_ee (α_D ≫ α ε²); electrons at rest.
/// - Numerics: in θ = atan((s − M²)/(MΓ)) the line is flat; 16 Gauss points between nodes of T, 1e-8.
/// - Returns: events per primary and ε².
/// - Checked by: `CouplingYieldTests` (area 2π²α/m_e of a narrow line, brute force)
public struct ResonantYield: Sendable {
  public enum DarkMatter: String, CaseIterable, Sendable {
    case dirac
    case pseudoDirac = "pseudo_dirac"
    case majorana
    case scalar
  }

  public var energies_GeV: [Double]
  /// dL/dE of positrons, mm per GeV and primary; linear between the energies, 0 outside.
  public var trackLength_mm_per_GeV: [Double]
  public var electronDensity_per_mm3: Double
  public var minimumEnergy_GeV: Double
  public var darkMatter: DarkMatter
  public var alphaD: Double
  /// m_A′/m_χ > 2
  public var massRatio: Double

  public init(
    energies_GeV: [Double], trackLength_mm_per_GeV: [Double], electronDensity_per_mm3: Double,
    minimumEnergy_GeV: Double, darkMatter: DarkMatter, alphaD: Double, massRatio: Double
  ) {
    self.energies_GeV = energies_GeV
    self.trackLength_mm_per_GeV = trackLength_mm_per_GeV
    self.electronDensity_per_mm3 = electronDensity_per_mm3
    self.minimumEnergy_GeV = minimumEnergy_GeV
    self.darkMatter = darkMatter
    self.alphaD = alphaD
    self.massRatio = massRatio
  }

  /// Γ_χ at √s for an A′ of the given mass.
  func width(rootS: Double, mass: Double, alphaD: Double) -> Double {
    let chi = mass / massRatio
    let r = chi * chi / (rootS * rootS)
    guard r < 0.25 else { return 0 }
    let beta = (1 - 4 * r).squareRoot()
    switch darkMatter {
    case .dirac, .pseudoDirac: return alphaD * rootS / 3 * (1 + 2 * r) * beta
    case .majorana: return alphaD * rootS / 6 * beta * beta * beta
    case .scalar: return alphaD * rootS / 12 * beta * beta * beta
    }
  }

  public func perPrimary(mass: Double, alphaD: Double) -> Double {
    let electron = Constants.electronMass_GeV
    let line = mass * width(rootS: mass, mass: mass, alphaD: alphaD)
    guard line > 0 else { return 0 }
    let m2 = mass * mass
    let rule = GaussLegendre(count: 16)
    var sum = 0.0
    for k in 0..<max(0, energies_GeV.count - 1) {
      let low = max(energies_GeV[k], minimumEnergy_GeV)
      let high = energies_GeV[k + 1]
      guard high > low else { continue }
      let slope = (trackLength_mm_per_GeV[k + 1] - trackLength_mm_per_GeV[k]) / (high - energies_GeV[k])
      let a = atan((2 * electron * (low + electron) - m2) / line)
      let b = atan((2 * electron * (high + electron) - m2) / line)
      sum += rule.integrate(a, b, panels: 4) { theta in
        let s = m2 + line * tan(theta)
        guard s > 0 else { return 0 }
        let rootS = s.squareRoot()
        let track = trackLength_mm_per_GeV[k] + slope * (s / (2 * electron) - electron - energies_GeV[k])
        // ds/[(s−M²)² + M²Γ²] = dθ/(MΓ)
        return track * rootS * width(rootS: rootS, mass: mass, alphaD: alphaD)
      }
    }
    let perArea = 4 * 3.141592653589793 * Constants.fineStructure / (line * 2 * electron)
    // GeV⁻² to mm²
    return electronDensity_per_mm3 * perArea * sum * Constants.hbarc_GeVmm * Constants.hbarc_GeVmm
  }
}
