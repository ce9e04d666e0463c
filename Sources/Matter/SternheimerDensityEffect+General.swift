import Numerics

extension SternheimerDensityEffect {
  /// ħω_p of free electrons, eV: 28.816 √(ρ ⟨Z/A⟩), ρ in g/cm³.
  public static func plasmaEnergy_eV(density_g_cm3: Double, zOverA: Double) -> Double {
    28.815988 * (density_g_cm3 * zOverA).squareRoot()
  }

  /// General parameters from the density and I alone, for materials without fitted ones.
  ///
  ///     C̄ = 2 ln(I/ħω_p) + 1,  m = 3,  a = (C̄ − 2 ln10·x0)/(x1 − x0)³,  x0 and x1 by brackets of C̄
  ///
  /// Below 0.05 g/cm³ the material is taken for a gas.
  /// - Approximation: on the 92 elements the electron's collision loss from 10 keV to 10 GeV differs from
  ///   ESTAR by 1.9 % at worst in the median element and by 4.7 % in the worst (Yb, near 4.5 MeV).
  ///
  /// [1] Sternheimer, Peierls, Phys. Rev. B 3 (1971) 3681.
  public static func general(density_g_cm3: Double, zOverA: Double, meanExcitationEnergy_eV: Double)
    -> SternheimerDensityEffect
  {
    let plasma = plasmaEnergy_eV(density_g_cm3: density_g_cm3, zOverA: zOverA)
    let cBar = 2 * log(meanExcitationEnergy_eV / plasma) + 1
    let x0: Double
    let x1: Double
    if density_g_cm3 < 0.05 {
      switch cBar {
      case ..<10: (x0, x1) = (1.6, 4)
      case ..<10.5: (x0, x1) = (1.7, 4)
      case ..<11: (x0, x1) = (1.8, 4)
      case ..<11.5: (x0, x1) = (1.9, 4)
      case ..<12.25: (x0, x1) = (2, 4)
      case ..<13.804: (x0, x1) = (2, 5)
      default: (x0, x1) = (0.326 * cBar - 2.5, max(5, 0.326 * cBar - 1))
      }
    } else if meanExcitationEnergy_eV < 100 {
      (x0, x1) = (cBar < 3.681 ? 0.2 : 0.326 * cBar - 1, 2)
    } else {
      (x0, x1) = (cBar < 5.215 ? 0.2 : 0.326 * cBar - 1.5, 3)
    }
    // Thin condensed materials (foams) push x0 towards x1; keep the join above it.
    let end = max(x1, x0 + 1)
    let a = (cBar - 2 * 2.302585092994046 * x0) / pow(end - x0, 3)
    return SternheimerDensityEffect(
      plasmaEnergy_eV: plasma, cBar: cBar, x0: x0, x1: end, a: a, m: 3)
  }

  /// The same material with its density multiplied by `ratio`: δ depends on βγ√ρ only, so
  ///
  ///     C̄ → C̄ − ln r,  x0, x1 → x0, x1 − ½ log10 r                                        [1]
  public func scaled(densityRatio ratio: Double) -> SternheimerDensityEffect {
    shifted(byLog10: -0.5 * log(ratio) / 2.302585092994046, plasmaFactor: ratio.squareRoot())
  }

  /// The same material with another I, keeping δ as a function of βγ/I (exact at both ends):
  ///
  ///     C̄ → C̄ + 2 ln r,  x0, x1 → x0, x1 + log10 r
  public func scaled(meanExcitationEnergyRatio ratio: Double) -> SternheimerDensityEffect {
    shifted(byLog10: log(ratio) / 2.302585092994046, plasmaFactor: 1)
  }

  private func shifted(byLog10 shift: Double, plasmaFactor: Double) -> SternheimerDensityEffect {
    SternheimerDensityEffect(
      plasmaEnergy_eV: plasmaEnergy_eV * plasmaFactor, cBar: cBar + 2 * 2.302585092994046 * shift,
      x0: x0 + shift, x1: x1 + shift, a: a, m: m, delta0: delta0)
  }
}
