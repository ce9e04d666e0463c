import Core
import Numerics

extension LeptonBremsstrahlung {
  /// dσ/dx in the improved Weizsäcker–Williams approximation: the photon flux is taken at its smallest
  /// t_min, (m_X²/2E)², and t_max = m_X² for all x and angles, after which U integrates in closed form:
  ///
  ///     dσ/dx = ε² α³ β (1−x) χ [ a/U₀ − b x/(6U₀²) ]
  ///
  /// using C = x(U₀ − U). For m → 0 the vector case is 4 ε² α³ β χ x (1 − x + x²/3)/[m_X²(1−x)], the form
  /// of Bjorken, Essig, Schuster, Toro, arXiv:0906.0580, Eq. (A14).
  ///
  /// - Approximation: an upper estimate by 1.13–1.67 for electrons of 100 GeV between 10 and 100 MeV and
  ///   by 2.8 at 1 GeV; t_min is too low for hard angles. Given for comparison with the
  ///   literature.
  /// - Returns: [pb per nucleus], coupling = 1; 0 outside m_X/E < x < 1 − m/E.
  /// - Checked by: `WeizsaeckerWilliamsTests`.
  public func improvedWeizsaeckerWilliamsDifferentialCrossSection_pb(
    leptonEnergy_GeV energy: Double, x: Double
  ) -> Double {
    guard x * energy > bosonMass_GeV, (1 - x) * energy > leptonMass_GeV else { return 0 }
    let amplitude = EquivalentPhotonAmplitude(self, x: x)
    let u = amplitude.lowestU
    return bosonVelocityFactor(energy: energy, x: x) * (1 - x) * improvedFlux(energy: energy)
      * (amplitude.constant / u - amplitude.slope * x / (6 * u * u))
  }

  /// ∫ weight(x) dσ/dx dx in the improved Weizsäcker–Williams approximation.
  public func improvedWeizsaeckerWilliamsCrossSection_pb(
    leptonEnergy_GeV energy: Double, minimumBosonEnergy_GeV: Double = 0,
    weight: (Double) -> Double = { _ in 1 }
  ) -> Double {
    integrate(energy: energy, minimumBosonEnergy: minimumBosonEnergy_GeV) { x in
      weight(x)
        * improvedWeizsaeckerWilliamsDifferentialCrossSection_pb(leptonEnergy_GeV: energy, x: x)
    }
  }

  /// χ((m_X²/2E)², m_X²).
  func improvedFlux(energy: Double) -> Double {
    let mX2 = bosonMass_GeV * bosonMass_GeV
    let root = mX2 / (2 * energy)
    return formFactorSquared.photonFlux(from: root * root, to: mX2)
  }
}
