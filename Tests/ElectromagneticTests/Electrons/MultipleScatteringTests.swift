import Core
import Events
import Foundation
import Matter
import Numerics
import Testing

@testable import Electromagnetic

@Suite struct MultipleScatteringTests {
  /// The sampled ⟨cosθ⟩ and ⟨cos²θ⟩ are the Goudsmit–Saunderson moments, from thin foils to isotropy.
  @Test func momentsAreGoudsmitSaunderson() throws {
    var worst = 0.0
    // (collisions n, screening A): dΣ/dx = χ/(x + 2A)² on [0, 2].
    for (collisions, a) in [
      (0.1, 1e-2), (0.5, 1e-3), (3.0, 1e-3), (30, 1e-3), (100.0, 1e-3), (1.0, 1e-7), (1e3, 1e-7), (1e5, 1e-7),
      (1e6, 1e-6),
      (3e6, 1e-9), (2e4, 1e-6), (2e5, 1e-6), (300, 1e-4),
    ] {
      let chi = 2 * a * (1 + a) * collisions
      let l = Foundation.log(1 + 1 / a)
      let first = chi * (l - 1 / (1 + a))
      let second = chi * (2 - 4 * a * l + 4 * a * a * (1 / (2 * a) - 1 / (2 + 2 * a)))
      let model = CondensedScattering(first: first, second: second, largest: 2, screening: 2 * a)
      var rng = RandomStream(seed: 11, event: UInt64(collisions))
      let n = 400_000
      var sums = (0.0, 0.0, 0.0)
      for _ in 0..<n {
        let x = model.sample(&rng)
        #expect(x >= 0 && x <= 2)
        sums = (sums.0 + x, sums.1 + x * x, sums.2 + x * x * x * x)
      }
      let mean = sums.0 / Double(n)
      let square = sums.1 / Double(n)
      let m1 = 1 - Foundation.exp(-first)
      // ⟨x²⟩ = 1 − 2⟨cosθ⟩ + ⟨cos²θ⟩ with 1/λ2 = 3/λ1 − (3/2)∫x²dΣ.
      let l2 = 3 * first - 1.5 * second
      let m2 = -2 * Foundation.expm1(-first) + (2.0 / 3) * Foundation.expm1(-l2)
      let errorMean = ((square - mean * mean) / Double(n)).squareRoot()
      let errorSquare = ((sums.2 / Double(n) - square * square) / Double(n)).squareRoot()
      worst = max(worst, abs(mean - m1) / errorMean, abs(square - m2) / errorSquare)
      #expect(abs(mean - m1) < 4 * errorMean, "first = \(first): \(mean) and \(m1)")
      #expect(abs(square - m2) < 4 * errorSquare + 1e-9 * m2, "first = \(first): \(square) and \(m2)")
    }
    print("multiple scattering moments: largest pull \(worst)")
  }

  /// Width of the central 98 % of the projected angle against Highland's formula (PDG 2024, Eq. (34.16)),
  /// which is good to 11 % for 1e-3 < x/X0 < 100.
  @Test func highland() throws {
    for (name, thickness, kinetic) in [
      ("lead", 0.1, 0.1), ("lead", 0.5, 0.02), ("lead", 0.5, 1.0), ("lead", 1.5, 10.0), ("lead", 0.05, 100.0),
      ("copper", 1.0, 0.1), ("copper", 0.2, 0.01), ("carbon", 5.0, 0.05), ("carbon", 20, 1.0),
      ("polystyrene", 3.0, 0.1),
      ("polystyrene", 30.0, 10.0),
    ] {
      let material = try MaterialCatalogue.builtin(name)
      // All collisions with electrons count here: no cut.
      let table = ElectronTable(
        material: material,
        cuts: ProductionCuts(photon_GeV: 10, electron_GeV: 10, positron_GeV: 10),
        particle: .electron, highestEnergy_GeV: 200)
      defer { withExtendedLifetime(table) {} }
      let view = table.view
      var rng = RandomStream(seed: 3, event: 5)
      let n = 100_000
      var angles: [Double] = []
      for _ in 0..<n {
        let x = view.sampleMultipleScatteringCosine(
          kineticEnergy_GeV: kinetic, logKineticEnergy: Foundation.log(kinetic), step_mm: thickness, &rng)
        let theta = 2 * Foundation.asin((0.5 * x).squareRoot())
        angles.append(theta * Foundation.cos(2 * .pi * rng.uniform()))
      }
      angles.sort()
      let kept = angles[(n / 100)..<(n - n / 100)]
      let width = (kept.reduce(0) { $0 + $1 * $1 } / Double(kept.count)).squareRoot()
      let m = Constants.electronMass_GeV
      let p = (kinetic * (kinetic + 2 * m)).squareRoot()
      let beta = p / (kinetic + m)
      let x = thickness / material.radiationLength_mm
      let theta0 =
        0.0136 / (beta * p) * x.squareRoot() * (1 + 0.038 * Foundation.log(x / (beta * beta)))
      print("Highland \(name) \(thickness) mm, T = \(kinetic) GeV, x/X0 = \(x): ratio \(width / theta0)")
      #expect(abs(width / theta0 - 1) < 0.11, "\(name), \(kinetic) GeV")
    }
  }

  /// Angles of a foil by adding up single screened-Rutherford deflections, against the condensed model with
  /// the same moments: quantiles of θ.
  @Test func singleScatteringSum() throws {
    for (collisions, screening) in [(50.0, 1e-7), (400.0, 1e-7), (5000.0, 1e-8)] {
      // dΣ/dx = χ/(x + 2A)² on [0, 2], small angles: σ = χ/2A, s·χ = 2A·collisions.
      let chi = 2 * screening * collisions
      let l = Foundation.log(1 + 1 / screening)
      let first = chi * (l - 1 / (1 + screening))
      let second = chi * (2 - 4 * screening * l + 2 * screening)
      let model = CondensedScattering(first: first, second: second, largest: 2, screening: 2 * screening)
      var rng = RandomStream(seed: 17, event: UInt64(collisions))
      let n = collisions > 1000 ? 4000 : 20_000
      var summed: [Double] = []
      var condensed: [Double] = []
      for _ in 0..<n {
        var tx = 0.0
        var ty = 0.0
        var path = rng.exponential()
        while path < collisions {
          let u = rng.uniform()
          let x = 2 * screening * u / (1 - u + screening)
          let theta = (2 * x).squareRoot()
          let azimuth = sincosTurns(rng.uniform())
          tx += theta * azimuth.cos
          ty += theta * azimuth.sin
          path += rng.exponential()
        }
        summed.append((tx * tx + ty * ty).squareRoot())
        condensed.append((2 * model.sample(&rng)).squareRoot())
      }
      summed.sort()
      condensed.sort()
      var line = "single scattering, \(collisions) collisions: condensed/summed"
      for quantile in [0.25, 0.5, 0.75, 0.9, 0.98, 0.995] {
        let i = Int(quantile * Double(n))
        line += String(format: " %.3f", condensed[i] / summed[i])
        let tolerance = collisions < 100 ? 0.16 : quantile > 0.95 ? 0.12 : 0.07
        #expect(abs(condensed[i] / summed[i] - 1) < tolerance, "quantile \(quantile)")
      }
      print(line)
    }
  }

  /// Transport rates: without spin and nuclear size the closed form of screened Rutherford scattering,
  /// Σ1 = 2π (r_e m/pβ)² n Z² [ln(1 + 1/A) − 1/(1 + A)]; order and signs everywhere.
  @Test func transportRates() throws {
    let carbon = try MaterialCatalogue.builtin("carbon")
    let m = Constants.electronMass_GeV
    let t = 2e-6  // β² = 0.0078: spin matters by 2 %
    let p = (t * (t + 2 * m)).squareRoot()
    let beta = p / (t + m)
    let a = ElasticScattering.screening(atomicNumber: 6, momentum_GeV: p, beta: beta)
    let scale = Constants.classicalElectronRadius_mm * m / (p * beta)
    let density = carbon.components[0].atomDensity_per_mm3
    let closed =
      2 * Double.pi * scale * scale * density * 36
      * (Foundation.log(1 + 1 / a) - 1 / (1 + a))
    // Cut 0: no soft collisions with electrons.
    let ours = ElasticScattering(material: carbon, isPositron: false, knockOnCut_GeV: 0).moments(
      kineticEnergy_GeV: t)
    #expect(abs(ours.first_per_mm / closed - 1) < 0.03, "\(ours.first_per_mm / closed)")
    for name in ["lead", "polystyrene"] {
      let material = try MaterialCatalogue.builtin(name)
      let electron = ElasticScattering(material: material, isPositron: false, knockOnCut_GeV: 1e-3)
      let positron = ElasticScattering(material: material, isPositron: true, knockOnCut_GeV: 1e-3)
      let bare = ElasticScattering(material: material, isPositron: false, knockOnCut_GeV: 0)
      let barePositron = ElasticScattering(material: material, isPositron: true, knockOnCut_GeV: 0)
      var previous = Double.infinity
      for e in [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 100.0] {
        let a = electron.moments(kineticEnergy_GeV: e)
        let b = positron.moments(kineticEnergy_GeV: e)
        #expect(a.first_per_mm < previous && a.first_per_mm < a.elastic_per_mm)
        #expect(a.second_per_mm > 0 && a.second_per_mm <= 2 * a.first_per_mm)
        #expect(b.second_per_mm > 0 && b.first_per_mm < b.elastic_per_mm)
        // Repulsion scatters less at wide angles.
        #expect(
          barePositron.moments(kineticEnergy_GeV: e).first_per_mm
            < bare.moments(kineticEnergy_GeV: e).first_per_mm)
        previous = a.first_per_mm
      }
    }
  }

  /// The second moment tells the model from its core alone: an exponential of the right mean must fail.
  @Test func coreAloneFails() {
    let (collisions, a) = (1e3, 1e-7)
    let chi = 2 * a * collisions
    let l = Foundation.log(1 + 1 / a)
    let mean = chi * (l - 1)
    let exact = 2 * mean * mean + chi * 2
    var rng = RandomStream(seed: 2, event: 8)
    var sums = (0.0, 0.0)
    let n = 100_000
    for _ in 0..<n {
      let x = mean * rng.exponential()
      sums = (sums.0 + x * x, sums.1 + x * x * x * x)
    }
    let square = sums.0 / Double(n)
    let error = ((sums.1 / Double(n) - square * square) / Double(n)).squareRoot()
    #expect(abs(square - exact) > 10 * error)
  }
}
