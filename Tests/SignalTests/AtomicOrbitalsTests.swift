import Core
import Foundation
import Matter
import Numerics
import Testing

@testable import Signal

@Suite struct AtomicOrbitalsTests {
  /// Slater parameters and quantiles of |p_z|: shared/reference/rare_signal/annihilation_atomic_motion.json.
  @Test func againstReference() throws {
    guard let data = referenceData("rare_signal/annihilation_atomic_motion.json") as? [String: Any],
      let profiles = data["profiles"] as? [[String: Any]]
    else { return }
    for profile in profiles {
      let symbol = profile["element"] as! String
      let orbitals = AtomicOrbitals(element: try ElementTable.element(symbol: symbol))
      let slater = profile["slater"] as! [[String: Any]]
      #expect(slater.count == orbitals.groups.count)
      for (group, row) in zip(orbitals.groups, slater) {
        #expect(abs(group.electrons - (row["n"] as! NSNumber).doubleValue) < 1e-4)
        let scale = group.momentumScale_GeV / Constants.electronMass_GeV
        #expect(abs(scale / (row["p0_over_me"] as! NSNumber).doubleValue - 1) < 2e-5)
      }
      let quantiles = (profile["quantiles"] as! [NSNumber]).map(\.doubleValue)
      let ours = (profile["abs_pz_over_me_slater"] as! [NSNumber]).map(\.doubleValue)
      let rule = GaussLegendre(count: 16)
      for (q, p) in zip(quantiles, ours) {
        let integral = rule.integrate(0, p * Constants.electronMass_GeV, panels: 60) {
          2 * orbitals.comptonProfile($0)
        }
        #expect(abs(integral / orbitals.groups.reduce(0) { $0 + $1.electrons } - q) < 1e-3)
      }
    }
  }

  /// Every element has as many electrons as its number, and J integrates to it.
  @Test func electronsAddUp() {
    let rule = GaussLegendre(count: 16)
    for element in ElementTable.all {
      let orbitals = AtomicOrbitals(element: element)
      let sum = orbitals.groups.reduce(0) { $0 + $1.electrons }
      #expect(sum == Double(element.atomicNumber))
      for group in orbitals.groups { #expect(group.momentumScale_GeV > 0) }
      if element.atomicNumber % 9 == 1 {
        let integral = rule.integrate(0, .pi / 2, panels: 40) { angle in
          let scale = 0.05 * Constants.electronMass_GeV
          let t = Foundation.tan(angle)
          return 2 * orbitals.comptonProfile(scale * t) * scale * (1 + t * t)
        }
        #expect(abs(integral / sum - 1) < 1e-6)
      }
    }
  }
}
