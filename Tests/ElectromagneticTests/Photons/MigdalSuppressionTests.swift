import Core
import Matter
import Numerics
import Testing

@testable import Electromagnetic

@Suite struct MigdalSuppressionTests {
  /// Migdal's integrals by quadrature; Stanev et al. quote 0.15 % for their forms.
  @Test func closedFormsAgainstMigdalIntegrals() {
    let rule = GaussLegendre(count: 32)
    for s in [0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.72, 0.8, 0.9, 0.92, 1.2, 1.5, 1.6, 2, 3] {
      let end = 45 / s
      // φ: the integrand tends to 2s at x = 0; −6πs² is the part without screening.
      let phi =
        12 * s * s
        * rule.integrate(0, end, panels: 400) { x in
          let e = exp(-x)
          return (1 + e) / (1 - e) * exp(-s * x) * sin(s * x)
        } - 6 * .pi * s * s
      let g =
        48 * s * s
        * (0.25 * .pi
          - 0.5
          * rule.integrate(0, 45 / (s + 0.5), panels: 400) { x in
            2 * exp(-(s + 0.5) * x) / (1 - exp(-x)) * sin(s * x)
          })
      print("s = \(s): phi", MigdalSuppression.phi(s), phi, "G", MigdalSuppression.g(s), g)
      #expect((MigdalSuppression.phi(s) - phi).magnitude < 2e-3 * phi + 1e-4)
      #expect((MigdalSuppression.g(s) - g).magnitude < 2e-2 * g + 1e-3)
    }
  }

  /// PDG: E_LPM = 7.7 TeV/cm × X0 = 4.3 TeV in lead.
  @Test func scale() throws {
    let lead = try MaterialCatalogue.builtin("Pb")
    let scale = MigdalSuppression.scale_GeV(radiationLength_mm: lead.radiationLength_mm)
    #expect((scale / (7.7e3 * 0.5612) - 1).magnitude < 5e-3)
    #expect(MigdalSuppression.scale_GeV(radiationLength_mm: .infinity) == .infinity)
  }

  @Test func limits() throws {
    let lead = try MaterialCatalogue.builtin("Pb")
    let element = lead.components[0].element
    let pairs = PairProduction(element: element, material: lead)
    // No suppression at low energy, continuous onset.
    #expect(pairs.suppression(photonEnergy_GeV: 10) == 1)
    let onset = pairs.lpmScale_GeV * PairProduction.lpmOnset
    let first = pairs.suppression(photonEnergy_GeV: onset * 1.0001)
    print("suppression at the onset, \(onset) GeV:", first)
    #expect(first > 0.9998 && first <= 1)
    // Monotone; the free shape is complete-screening there, so it is the LPM factor alone.
    var last = 1.0
    for e in [200.0, 500, 1e3, 4e3, 1e4, 1e5, 1e6] {
      let value = pairs.suppression(photonEnergy_GeV: e)
      print("LPM suppression of pair production in lead at \(e) GeV:", value)
      #expect(value <= last && value > 0)
      last = value
    }
    // Deep in: ξ = 2 and S ∝ s ∝ k^{-1/2}.
    func factor(_ k: Double) -> Double {
      MigdalSuppression.pairFactor(
        photonEnergy_GeV: k, fraction: 0.5, scale_GeV: pairs.lpmScale_GeV, logS1: pairs.logS1)
    }
    let slope = log(factor(1e13) / factor(1e12)) / log(10)
    #expect((slope + 0.5).magnitude < 0.005)
    #expect(factor(1) == 1 || factor(1) > 0.999_999)
    // A thinner material is suppressed at higher energy only.
    let carbon = try MaterialCatalogue.builtin("C")
    let light = PairProduction(element: carbon.components[0].element, material: carbon)
    #expect(light.suppression(photonEnergy_GeV: 1e4) > pairs.suppression(photonEnergy_GeV: 1e4))
    #expect(
      PairProduction.crossSection_barn(photonEnergy_GeV: 200, element: element, material: lead)
        <= PairProduction.crossSection_barn(photonEnergy_GeV: 200, element: element))
  }
}
