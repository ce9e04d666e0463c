import Core
import Electromagnetic
import Events
import Matter
import Numerics
import Testing

@testable import Transport

/// Results must not depend on how the steps are taken.
@Suite struct SteppingTests {
  static let reference = Result { try Calorimeter(layers: 100).shoot(kineticEnergy_GeV: 1, events: 400) }

  func compare(_ physics: JSON, _ name: String, seed: UInt64 = 77, systematic: Double) throws {
    let reference = try SteppingTests.reference.get()
    let other = try Calorimeter(layers: 100, physics: physics).shoot(
      kineticEnergy_GeV: 1, events: 400, seed: seed)
    let ratio = other.mean / reference.mean
    let error =
      ((other.error / other.mean) * (other.error / other.mean)
      + (reference.error / reference.mean) * (reference.error / reference.mean)).squareRoot()
    print("visible energy, \(name): \(ratio) ± \(error)")
    #expect((ratio - 1).magnitude < 4 * error + systematic)
  }

  /// What the step relies on when it leaves out the look-up of the range.
  @Test(arguments: ["Pb", "W", "Fe", "polystyrene", "air", "Be"]) func rangeIsAtLeastHalfOfEnergyOverLoss(
    name: String
  ) throws {
    let material = try MaterialCatalogue.builtin(name)
    for particle in [Particle.electron, .positron] {
      let table = ElectronTable(
        material: material, cuts: ProductionCuts(material: material, range_mm: 0.7), particle: particle,
        highestEnergy_GeV: 200)
      var lowest = Double.infinity
      withExtendedLifetime(table) {
        for index in 0...1000 {
          let logEnergy = -13.8 + Double(index) * 0.019
          let ratio =
            table.view.range_mm(logKineticEnergy: logEnergy)
            * table.view.stoppingPower_GeV_per_mm(logKineticEnergy: logEnergy) / exp(logEnergy)
          lowest = min(lowest, ratio)
        }
      }
      #expect(lowest >= 0.5, "\(name) \(particle): \(lowest)")
    }
  }

  /// Woodcock tracking is exact.
  @Test func photonsFromBoundaryToBoundary() throws {
    try compare(["woodcock_tracking": false], "photons from boundary to boundary", systematic: 0)
  }

  /// Range rejection keeps what would have got past the detour-corrected range.
  @Test func withoutRangeRejection() throws {
    try compare(["range_rejection_GeV": 0], "no range rejection", systematic: 0.001)
  }

  @Test func halfTheSteps() throws {
    try compare(
      [
        "scattering_fraction": 0.15, "range_fraction": 0.1, "collision_grouping": 1.5,
        "safety_fraction": 0.25,
      ], "steps halved", systematic: 0.005)
  }

  /// One kind of collision everywhere, with both moments of elastic scattering.
  @Test func collisionsAsNearBoundaries() throws {
    try compare(["collision_grouping": 1, "safety_fraction": 0], "finest collisions", systematic: 0.005)
  }
}
