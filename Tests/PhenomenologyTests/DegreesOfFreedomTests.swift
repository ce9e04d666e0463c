import Core
import Numerics
import Testing

@testable import Phenomenology

struct DegreesOfFreedomTests {
  @Test(arguments: RelativisticDegreesOfFreedom.Source.allCases)
  func limits(_ source: RelativisticDegreesOfFreedom.Source) {
    let plasma = RelativisticDegreesOfFreedom.of(source)
    // Today: photons and neutrinos at (4/11)^{1/3}; the fit has them a little warmer (incomplete decoupling).
    let today = plasma(temperature_GeV: 1e-7)
    #expect(distance(today.energy, 2 + 5.25 * pow(4.0 / 11, 4.0 / 3)) < (source == .idealGas ? 1e-6 : 7e-3))
    #expect(distance(today.entropy, 43.0 / 11) < (source == .idealGas ? 1e-6 : 7e-3))
    #expect(distance(today.freezeOut, today.entropy / today.energy.squareRoot()) < 1e-6)
    // Photons, neutrinos, electrons: 10.75.
    #expect(distance(plasma(temperature_GeV: 0.008).entropy, 10.75) < 2e-3)
    // Everything: 106.75, less 2.4 % for the interactions that the fit includes.
    #expect(distance(plasma(temperature_GeV: 1000).energy, 106.75) < 0.03)
    for index in 0...400 {
      let value = plasma(temperature_GeV: 1e-8 * pow(10, 11 * Double(index) / 400))
      #expect(value.energy >= 3.3 && value.energy < 108 && value.entropy > 3.9 && value.freezeOut > 2)
    }
  }

  /// Two independent constructions: within 0.5 % where the density of light dark matter is decided, 1.5 % up to
  /// 0.1 GeV (resonances), apart around the transition of QCD.
  @Test func theSourcesAgreeBelowTheTransition() {
    for index in 0...60 {
      let T = 1e-4 * pow(10, 3 * Double(index) / 60)
      let a = RelativisticDegreesOfFreedom.of(.saikawaShirai)(temperature_GeV: T)
      let b = RelativisticDegreesOfFreedom.of(.idealGas)(temperature_GeV: T)
      let allowed = T < 0.05 ? 0.005 : 0.015
      #expect(distance(a.energy, b.energy) < allowed, "T = \(T)")
      #expect(distance(a.entropy, b.entropy) < allowed, "T = \(T)")
    }
  }

  /// dρ = T ds for a gas without chemical potential: with ρ ∝ gT⁴, s ∝ hT³: d(3gT⁴) = T d(4hT³).
  @Test(arguments: [true, false]) func firstLaw(_ isFermion: Bool) {
    for x in [0.05, 0.5, 2, 7, 20] {
      func energy(_ T: Double) -> Double {
        3 * pow(T, 4) * IdealGasDegreesOfFreedom.gas(x / T, 1, isFermion).energy
      }
      func entropy(_ T: Double) -> Double {
        4 * pow(T, 3) * IdealGasDegreesOfFreedom.gas(x / T, 1, isFermion).entropy
      }
      let step = 1e-4
      let left = energy(1 + step) - energy(1 - step)
      let right = entropy(1 + step) - entropy(1 - step)
      #expect(distance(left, right) < 1e-6)
    }
    let light = IdealGasDegreesOfFreedom.gas(1e-9, 1, isFermion)
    #expect(distance(light.energy, isFermion ? 7.0 / 8 : 1) < 1e-8)
    #expect(distance(light.entropy, isFermion ? 7.0 / 8 : 1) < 1e-8)
  }
}
