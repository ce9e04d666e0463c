import Core
import Matter
import Testing

@testable import Transport

/// Fano's theorem: in a medium of one composition and sources in proportion to the mass, the fluence does
/// not depend on the density from place to place. Layers of lead and of lead at 1/20 of its density must
/// then take up energy in the ratio of their masses. It is the classical test of condensed-history
/// transport at boundaries, and needs no reference programme: a scheme that puts particles on the wrong
/// side of a boundary, or bends their paths near one, fails it by per cents.
///
/// Cuts are the same energies in both and range rejection is off, since what is deposited on the spot in
/// the one would otherwise be carried away in the other.
@Suite struct FanoTests {
  /// Lead vapour with the density effect of solid lead, so that its mass stopping power is the same.
  static func material(_ name: String) throws -> Material {
    guard name == "thin lead" else { return try MaterialCatalogue.builtin(name) }
    let lead = try MaterialCatalogue.builtin("Pb")
    return try Material(
      name: name, density_g_cm3: lead.density_g_cm3 / 20, massFractions: [("Pb", 1)],
      densityEffect: lead.densityEffect)
  }

  @Test(arguments: [0.05, 0.3, 1.0]) func energyPerMassIsUniform(scatteringFraction: Double) throws {
    let calorimeter = try Calorimeter(
      active: "thin lead",
      physics: ["scattering_fraction": .number(scatteringFraction), "range_rejection_GeV": 0],
      sameCuts: true, materials: FanoTests.material)
    let result = calorimeter.shoot(kineticEnergy_GeV: 1, events: scatteringFraction < 0.1 ? 300 : 1500)
    let absorbed = result.absorberLayers.reduce(0, +)
    let ratio = 20 * result.mean / absorbed
    let error = 20 * result.error / absorbed
    print("Fano, scattering fraction \(scatteringFraction): \(ratio) ± \(error)")
    #expect(abs(ratio - 1) < 0.01 + 3 * error)
  }
}
