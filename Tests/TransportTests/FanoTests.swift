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

  func ratio(_ settings: JSON, events: Int) throws -> (ratio: Double, error: Double) {
    let calorimeter = try Calorimeter(
      active: "thin lead", physics: settings, sameCuts: true, materials: FanoTests.material)
    let result = calorimeter.shoot(kineticEnergy_GeV: 1, events: events)
    let absorbed = result.absorberLayers.reduce(0, +)
    let value = (ratio: 20 * result.mean / absorbed, error: 20 * result.error / absorbed)
    print("Fano, \(settings): \(value.ratio) ± \(value.error)")
    return value
  }

  /// One per cent with the default settings; the statistical error is 0.25 %.
  @Test func energyPerMassIsUniform() throws {
    let (ratio, error) = try ratio(["range_rejection_GeV": 0], events: 1200)
    #expect((ratio - 1).magnitude < 0.01 + error)
  }

  /// The test must notice a wrong treatment of boundaries: range rejection deposits on the spot what would
  /// have been carried into the other medium, if it is given more than cannot reach a boundary.
  @Test func differentCutsFail() throws {
    let calorimeter = try Calorimeter(
      active: "thin lead", physics: ["range_rejection_GeV": 0], materials: FanoTests.material)
    let result = calorimeter.shoot(kineticEnergy_GeV: 1, events: 400)
    let absorbed = result.absorberLayers.reduce(0, +)
    let (ratio, error) = (20 * result.mean / absorbed, 20 * result.error / absorbed)
    print("Fano, cuts as ranges: \(ratio) ± \(error)")
    #expect((ratio - 1).magnitude > 0.01 + 3 * error)
  }
}
