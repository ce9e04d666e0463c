import Core
import Events
import Foundation
import Matter
import Numerics
import Testing

@testable import Electromagnetic

@Suite struct MollerBhabhaTests {
  static let energies = [2.5e-3, 0.01, 0.5, 20, 150.0]

  /// Closed forms of the totals and soft moments against quadrature of dσ/dW.
  @Test func integrals() {
    let rule = GaussLegendre(count: 24)
    for t in [1e-5, 1e-4, 1e-3] + Self.energies {
      for cut in [1e-7, 1e-5, 1e-3] where cut < 0.49 * t {
        let low = Foundation.log(cut)
        let moller = rule.integrate(low, Foundation.log(0.5 * t), panels: 8) {
          let w = Foundation.exp($0)
          return w
            * MollerScattering.differential_mm2_per_GeV(kineticEnergy_GeV: t, transfer_GeV: min(w, 0.5 * t))
        }
        #expect(
          abs(MollerScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: cut) / moller - 1) < 1e-9)
        let bhabha = rule.integrate(low, Foundation.log(t), panels: 8) {
          let w = Foundation.exp($0)
          return w * BhabhaScattering.differential_mm2_per_GeV(kineticEnergy_GeV: t, transfer_GeV: min(w, t))
        }
        #expect(
          abs(BhabhaScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: cut) / bhabha - 1) < 1e-9)
        let a = MollerScattering.softMoments(kineticEnergy_GeV: t, cut_GeV: cut)
        let b = BhabhaScattering.softMoments(kineticEnergy_GeV: t, cut_GeV: cut)
        for (n, closedMoller, closedBhabha) in [(2, a.second, b.second), (3, a.third, b.third)] {
          let qm = rule.integrate(0, cut, panels: 2) {
            Foundation.pow($0, Double(n))
              * MollerScattering.differential_mm2_per_GeV(kineticEnergy_GeV: t, transfer_GeV: $0)
          }
          let qb = rule.integrate(0, cut, panels: 2) {
            Foundation.pow($0, Double(n))
              * BhabhaScattering.differential_mm2_per_GeV(kineticEnergy_GeV: t, transfer_GeV: $0)
          }
          #expect(abs(closedMoller / qm - 1) < 1e-8, "T \(t), cut \(cut), n \(n)")
          #expect(abs(closedBhabha / qb - 1) < 1e-8, "T \(t), cut \(cut), n \(n)")
        }
      }
    }
    // Thresholds.
    #expect(MollerScattering.crossSection_mm2(kineticEnergy_GeV: 2e-3, cut_GeV: 1e-3) == 0)
    #expect(BhabhaScattering.crossSection_mm2(kineticEnergy_GeV: 1e-3, cut_GeV: 1e-3) == 0)
  }

  /// Total minus restricted stopping power is the energy carried by the collisions above the cut.
  @Test func restrictedLossComplements() throws {
    let rule = GaussLegendre(count: 24)
    for name in ["lead", "polystyrene"] {
      let material = try MaterialCatalogue.builtin(name)
      for positron in [false, true] {
        let loss = CollisionStoppingPower(material: material, isPositron: positron)
        for t in [1e-4, 1e-3, 0.02, 1, 100.0] {
          for cut in [1e-5, 3e-4] where cut < 0.4 * t {
            let top = positron ? t : 0.5 * t
            let hard = rule.integrate(Foundation.log(cut), Foundation.log(top), panels: 8) {
              let w = min(Foundation.exp($0), top)
              let d =
                positron
                ? BhabhaScattering.differential_mm2_per_GeV(kineticEnergy_GeV: t, transfer_GeV: w)
                : MollerScattering.differential_mm2_per_GeV(kineticEnergy_GeV: t, transfer_GeV: w)
              return w * w * d
            }
            let difference =
              loss(kineticEnergy_GeV: t, cut_GeV: .infinity) - loss(kineticEnergy_GeV: t, cut_GeV: cut)
            #expect(
              abs(difference / (hard * material.electronDensity_per_mm3) - 1) < 1e-6,
              "\(name), e\(positron ? "+" : "-"), T \(t), cut \(cut)")
          }
        }
      }
    }
  }

  @Test func samplers() {
    let cut = 1e-3
    var values: [Double] = []
    for t in Self.energies {
      let gamma = 1 + t / Constants.electronMass_GeV
      values.append(
        Self.pValue(t, top: 0.5 * t, MollerScattering.differential_mm2_per_GeV) {
          t * MollerScattering.sampleFraction(gamma: gamma, lowest: cut / t, &$0)
        })
      values.append(
        Self.pValue(t, top: t, BhabhaScattering.differential_mm2_per_GeV) {
          t * BhabhaScattering.sampleFraction(gamma: gamma, lowest: cut / t, &$0)
        })
    }
    print("Møller, Bhabha, p:", values.map { String(format: "%.3f", $0) })
    for p in values { #expect(p > ElectronTestStatistics.sidak(values.count)) }
    // Møller's sampler is not Bhabha's.
    let wrong = Self.pValue(0.5, top: 0.5, BhabhaScattering.differential_mm2_per_GeV) {
      0.5 * MollerScattering.sampleFraction(gamma: 1 + 0.5 / Constants.electronMass_GeV, lowest: 2e-3, &$0)
    }
    #expect(wrong < 1e-10)
  }

  static func pValue(
    _ t: Double, top: Double, _ density: (Double, Double) -> Double,
    _ draw: (inout RandomStream) -> Double
  ) -> Double {
    let cut = 1e-3
    let bins = 40
    var counts = [Int](repeating: 0, count: bins)
    var rng = RandomStream(seed: 21, event: UInt64(t * 1e6))
    // Bins equal in 1/W, where both spectra are nearly flat.
    let low = 1 / top
    let width = (1 / cut - low) / Double(bins)
    for _ in 0..<100_000 {
      let u = (1 / draw(&rng) - low) / width
      counts[min(max(Int(u), 0), bins - 1)] += 1
    }
    let rule = GaussLegendre(count: 32)
    let probabilities = (0..<bins).map { i in
      rule.integrate(low + Double(i) * width, low + Double(i + 1) * width, panels: i == 0 ? 64 : 1) {
        let w = min(1 / $0, top)
        return density(t, w) * w * w
      }
    }
    return ElectronTestStatistics.pValue(counts: counts, probabilities: probabilities)
  }

  /// The quotient accept/propose of both samplers never exceeds one, so no rejection is biased.
  @Test func rejectionBounds() {
    for logGamma in stride(from: 0.001, through: 12.0, by: 0.25) {
      let gamma = Foundation.exp(logGamma)
      let beta2 = 1 - 1 / (gamma * gamma)
      let (b1, b2, b3, b4) = BhabhaScattering.coefficients(gamma: gamma)
      let c = (2 * gamma - 1) / (gamma * gamma)
      for i in 1...200 {
        let e = Double(i) / 200
        let accept = 1 - beta2 * e * (b1 - e * (b2 - e * (b3 - e * b4)))
        #expect(accept <= 1 + 1e-12 && accept >= 0)
        let h = 0.5 * e
        let f = 1 / h
        let g = 1 / (1 - h)
        let ratio = (f * f + g * g - c * (f + g) + 1 - c) / ((1 + (1 - c) / 8) * (f * f + g * g))
        #expect(ratio <= 1 + 1e-12 && ratio > 0)
      }
    }
  }

  /// Four-momentum of target electron and projectile is kept.
  @Test func kinematics() {
    let m = Constants.electronMass_GeV
    var rng = RandomStream(seed: 2, event: 2)
    let direction = Vector3(0, 0.6, -0.8)
    for t in [1e-5, 1e-3, 0.1, 100.0] {
      for x in [1e-6, 1e-3, 0.1, 0.5, 0.999] {
        let r = KnockOnFinalState.make(
          kineticEnergy_GeV: t, transfer_GeV: x * t, direction: direction, &rng)
        #expect(abs(r.kineticEnergy_GeV + r.first.kineticEnergy_GeV - t) <= 1e-15 * t)
        func p(_ t: Double) -> Double { (t * (t + 2 * m)).squareRoot() }
        let sum =
          p(r.kineticEnergy_GeV) * r.direction + p(r.first.kineticEnergy_GeV) * r.first.direction
        #expect((sum - p(t) * direction).length < 1e-12 * p(t), "T \(t), x \(x)")
      }
    }
  }
}
