import Core
import Foundation
import Matter
import Numerics
import Tables
import Testing

@testable import Electromagnetic

@Suite struct CollisionStoppingPowerTests {
  /// NIST ESTAR, 10 keV – 10 GeV. Its δ is computed, ours is Sternheimer's fit: 1 %.
  @Test func estar() throws {
    let energy = try #require(hermetic_estar_energy())
    for (name, index) in [("lead", 82), ("copper", 29), ("Al", 13), ("W", 74), ("polystyrene", 93)] {
      let material = try MaterialCatalogue.builtin(name)
      let ours = CollisionStoppingPower(material: material, isPositron: false)
      let reference = try #require(hermetic_estar_collision(Int32(index)))
      var worst = 0.0
      for i in 0..<Int(hermetic_estar_count()) {
        // GeV/mm → MeV cm²/g
        let value =
          ours(kineticEnergy_GeV: energy[i], cut_GeV: .infinity) * 1e4 / material.density_g_cm3
        let ratio = value / reference[i] - 1
        if abs(ratio) > abs(worst) { worst = ratio }
        #expect(abs(ratio) < 0.01, "\(name), T = \(energy[i]) GeV: \(ratio)")
      }
      print("collision stopping power, \(name): worst deviation from ESTAR \(worst)")
    }
  }

  /// Positrons lose less than electrons at high energy, more at low energy (ICRU 37); loss falls as the
  /// cut falls; continuous at the ends.
  @Test func relations() throws {
    let lead = try MaterialCatalogue.builtin("lead")
    let electron = CollisionStoppingPower(material: lead, isPositron: false)
    let positron = CollisionStoppingPower(material: lead, isPositron: true)
    func ratio(_ t: Double) -> Double {
      positron(kineticEnergy_GeV: t, cut_GeV: .infinity) / electron(kineticEnergy_GeV: t, cut_GeV: .infinity)
    }
    #expect(ratio(1e-5) > 1.1 && ratio(10) < 1 && ratio(10) > 0.95)
    for t in [1e-6, 3e-6, 1e-5, 1e-3, 1, 100.0] {
      var previous = 0.0
      for cut in [1e-6, 1e-5, 1e-4, 1e-3, 1, 100.0] {
        let value = electron(kineticEnergy_GeV: t, cut_GeV: cut)
        #expect(value > 0 && value >= previous)
        previous = value
      }
    }
    #expect(electron(kineticEnergy_GeV: 0, cut_GeV: 1) == 0)
    #expect(
      CollisionStoppingPower(material: .vacuum, isPositron: false)(kineticEnergy_GeV: 1, cut_GeV: 1) == 0)
  }
}
