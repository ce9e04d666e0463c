import Core
import Hadronic
import Matter
import Testing

/// Electronic stopping of protons beside PSTAR (Berger et al., NIST), MeV cm²/g. Below the maximum the friction of an electron
/// gas is a theory without constants of ours: 20 %; from 0.5 MeV 4 %, shell and Barkas terms being left out.
struct HeavyIonisationTests {
  @Test(arguments: [
    (0.01, 432.9, 0.20), (0.03, 667.1, 0.20), (0.08, 826.0, 0.20), (0.15, 737.1, 0.20), (0.3, 550.4, 0.20),
    (0.5, 413.2, 0.08), (1, 260.8, 0.04), (3, 117.2, 0.03), (10, 45.67, 0.02), (100, 7.289, 0.01),
    (1000, 2.211, 0.01),
  ])
  func water(_ kinetic_MeV: Double, _ measured: Double, _ allowance: Double) throws {
    let water = try Material(
      name: "water", density_g_cm3: 1, massFractions: [("H", 0.111894), ("O", 0.888106)])
    let ionisation = HeavyIonisation(material: water, mass_GeV: Constants.protonMass_GeV)
    let value = 1e4 * ionisation.loss_GeV_per_mm(kineticEnergy_GeV: 1e-3 * kinetic_MeV)
    print("\(kinetic_MeV) MeV: \(value) (\(measured))")
    #expect((value / measured - 1).magnitude < allowance)
  }
}
