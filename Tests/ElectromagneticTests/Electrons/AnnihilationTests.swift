import Core
import Events
import Foundation
import Numerics
import Testing

@testable import Electromagnetic

@Suite struct AnnihilationTests {
  @Test func totals() {
    let rule = GaussLegendre(count: 32)
    for t in [1e-6, 1e-4, 1e-3, 0.1, 10, 100.0] {
      let tau = t / Constants.electronMass_GeV
      let high = 0.5 * (1 + (tau / (tau + 2)).squareRoot())
      let low = 0.5 / ((tau + 2) * high)
      let quadrature = rule.integrate(Foundation.log(low), Foundation.log(high), panels: 8) {
        let e = min(max(Foundation.exp($0), low * (1 + 1e-14)), high * (1 - 1e-14))
        return e * AnnihilationInFlight.differential_mm2(kineticEnergy_GeV: t, fraction: e)
      }
      // Both photons are counted by dσ/dε, so the integral over both halves is σ.
      let total = AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: t)
      #expect(abs(quadrature / total - 1) < 1e-5, "T = \(t): \(quadrature / total)")
    }
    // Slow positrons: σ → π r_e²/β.
    let re = Constants.classicalElectronRadius_mm
    let tau = 1e-6 / Constants.electronMass_GeV
    let beta = (tau * (tau + 2)).squareRoot() / (1 + tau)
    #expect(
      abs(AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: 1e-6) * beta / (.pi * re * re) - 1) < 0.01)
  }

  @Test func finalStates() {
    let m = Constants.electronMass_GeV
    let direction = Vector3(0.48, 0.6, 0.64)
    var values: [Double] = []
    for t in [1e-5, 1e-3, 0.05, 10.0] {
      var rng = RandomStream(seed: 31, event: UInt64(t * 1e6))
      let tau = t / m
      let high = 0.5 * (1 + (tau / (tau + 2)).squareRoot())
      let low = 0.5 / ((tau + 2) * high)
      let bins = 40
      var counts = [Int](repeating: 0, count: bins)
      let width = Foundation.log(high / low) / Double(bins)
      for _ in 0..<100_000 {
        let r = AnnihilationInFlight.interact(kineticEnergy_GeV: t, direction: direction, &rng)
        let k1 = r.first.kineticEnergy_GeV
        let k2 = r.second.kineticEnergy_GeV
        #expect(!r.survives && r.secondaryCount == 2)
        #expect(abs(k1 + k2 - t - 2 * m) < 1e-14 * (t + 2 * m))
        let sum = k1 * r.first.direction + k2 * r.second.direction
        let p = (t * (t + 2 * m)).squareRoot()
        #expect((sum - p * direction).length < 1e-9 * (t + 2 * m))
        let u = Foundation.log(k1 / (t + 2 * m) / low) / width
        counts[min(max(Int(u), 0), bins - 1)] += 1
      }
      let rule = GaussLegendre(count: 16)
      let probabilities = (0..<bins).map { i in
        rule.integrate(Double(i) * width, Double(i + 1) * width) {
          let e = min(low * Foundation.exp($0), high * (1 - 1e-14))
          return e * AnnihilationInFlight.differential_mm2(kineticEnergy_GeV: t, fraction: e)
        }
      }
      values.append(ElectronTestStatistics.pValue(counts: counts, probabilities: probabilities))
      if t > 0.01 {
        let flat = [Double](repeating: 1, count: bins)
        #expect(
          ElectronTestStatistics.pValue(counts: counts, probabilities: flat) < 1e-10,
          "a flat spectrum in ln ε must not pass")
      }
    }
    print("annihilation, p:", values.map { String(format: "%.3f", $0) })
    for p in values { #expect(p > ElectronTestStatistics.sidak(values.count)) }
  }

  @Test func atRest() {
    var rng = RandomStream(seed: 6, event: 6)
    var sum = Vector3.zero
    for _ in 0..<10_000 {
      let r = PositronAtRest.annihilate(&rng)
      #expect(r.first.kineticEnergy_GeV == Constants.electronMass_GeV)
      #expect((r.first.direction + r.second.direction).length < 1e-15)
      sum = sum + r.first.direction
    }
    #expect(sum.length / 10_000 < 0.03)
  }
}
