import Core
import Matter
import Numerics
import Testing

@testable import Electromagnetic

/// Losses of a 160 GeV muon in layers of all thicknesses.
struct CollisionStragglingTests {
  struct Layer {
    let name: String
    let thickness_mm: Double
    let cut_GeV: Double
    let collisions: CollisionStraggling
    let mean_GeV: Double
    let beta2: Double
    let largest_GeV: Double
    let ionisation: MuonIonisation

    init(_ name: String, _ thickness_mm: Double, cut_GeV: Double, energy: Double = 160) throws {
      self.name = name
      self.thickness_mm = thickness_mm
      self.cut_GeV = cut_GeV
      ionisation = MuonIonisation(material: try MaterialCatalogue.builtin(name))
      collisions = ionisation.collisions
      mean_GeV =
        thickness_mm * ionisation.stoppingPower_GeV_per_mm(totalEnergy_GeV: energy, cut_GeV: cut_GeV)
      let mu = Constants.muonMass_GeV
      beta2 = 1 - mu * mu / (energy * energy)
      largest_GeV = MuonIonisation.largestTransfer_GeV(totalEnergy_GeV: energy)
    }

    var xi: Double { collisions.strength_GeV_per_mm * thickness_mm / beta2 }

    func sample(_ rng: inout RandomStream) -> Double {
      collisions.sample_GeV(
        mean_GeV: mean_GeV, step_mm: thickness_mm, beta2: beta2, largestTransfer_GeV: largest_GeV,
        cut_GeV: cut_GeV, second: 0, third: 0, &rng, ExponentialTable.shared)
    }

    /// Collision by collision down to ξ/40, the rest Gaussian: nothing in common with the sampler but the law.
    func detailed(_ rng: inout RandomStream) -> Double {
      let top = min(cut_GeV, largest_GeV)
      let low = min(top, xi / 40)
      let slope = beta2 / largest_GeV
      let rate = xi * (1 / low - 1 / top)
      var single = 0.0
      var path = rng.exponential()
      while path < rate {
        let u = rng.uniform()
        let w = 1 / (u / top + (1 - u) / low)
        if rng.uniform() > slope * w { single += w }
        path += rng.exponential()
      }
      let hardMean = xi * (log(top / low) - slope * (top - low))
      let sigma = (xi * low).squareRoot()
      return mean_GeV - hardMean + sigma * rng.normal() + single
    }

    /// What the sampler replaced in thin layers.
    func gammaOnly(_ rng: inout RandomStream) -> Double {
      let moments = ionisation.softMoments(totalEnergy_GeV: 160, cut_GeV: cut_GeV)
      return ThreeMomentGamma.sample(
        mean: mean_GeV, second: thickness_mm * moments.second, third: thickness_mm * moments.third, &rng)
    }
  }

  /// Largest distance of two empirical distributions and its probability (Smirnov).
  static func smirnov(_ a: [Double], _ b: [Double]) -> (distance: Double, p: Double) {
    let x = a.sorted()
    let y = b.sorted()
    var i = 0
    var j = 0
    var d = 0.0
    while i < x.count, j < y.count {
      if x[i] <= y[j] { i += 1 } else { j += 1 }
      d = max(d, (Double(i) / Double(x.count) - Double(j) / Double(y.count)).magnitude)
    }
    let n = (Double(x.count) * Double(y.count) / Double(x.count + y.count)).squareRoot()
    let lambda = (n + 0.12 + 0.11 / n) * d
    var p = 0.0
    for k in 1...100 {
      let kk = Double(k * k)
      p += (k % 2 == 1 ? 2 : -2) * exp(-2 * kk * lambda * lambda)
    }
    return (d, lambda < 0.3 ? 1 : min(1, max(0, p)))
  }

  /// Scintillator and lead of the calorimeter, a thick counter, a thin foil; cuts as transport has them.
  @Test(arguments: [
    ("polystyrene", 1.5, 0.285e-3), ("Pb", 1.5, 1.007e-3), ("polystyrene", 50, 0.285e-3), ("Fe", 25, 0.99e-3),
    ("polystyrene", 0.3, 0.285e-3),
  ]) func shapesAreThoseOfSingleCollisions(_ name: String, _ thickness: Double, _ cut: Double) throws {
    let layer = try Layer(name, thickness, cut_GeV: cut)
    var rng = RandomStream(seed: 21, event: UInt64(1000 * thickness))
    let draws = 100_000
    let sampled = (0..<draws).map { _ in layer.sample(&rng) }
    let detailed = (0..<draws).map { _ in layer.detailed(&rng) }
    let gamma = (0..<draws).map { _ in layer.gammaOnly(&rng) }
    let good = Self.smirnov(sampled, detailed)
    let planted = Self.smirnov(gamma, detailed)
    print(
      "\(name) \(thickness) mm, ξ/cut \(layer.xi / cut): D = \(good.distance), p = \(good.p);"
        + " gamma alone D = \(planted.distance)")
    // The gamma below ξ/2 is an approximation: 0.6 % of the distribution at most.
    #expect(good.distance < 0.006 + 1.36 * (2 / Double(draws)).squareRoot())
    if layer.xi / cut < 0.3 { #expect(planted.distance > 0.02 && planted.p < 1e-6) }
  }

  /// Landau: Δ_p = ξ [ln(2mβ²γ²ξ/I²) + 0.200 − β² − δ], full width at half maximum 4.018 ξ.
  @Test(arguments: [("polystyrene", 1.5), ("Pb", 1.5), ("polystyrene", 10)]) func peakIsLandaus(
    _ name: String, _ thickness: Double
  ) throws {
    // Collisions above 50 ξ are left to be discrete: they would take a fiftieth out of the peak, not move it.
    let uncut = try Layer(name, thickness, cut_GeV: .infinity)
    let layer = try Layer(name, thickness, cut_GeV: 50 * uncut.xi)
    let material = try MaterialCatalogue.builtin(name)
    let xi = layer.xi
    let betaGamma = 160 / Constants.muonMass_GeV
    let i = material.meanExcitationEnergy_GeV
    let expected =
      xi
      * (log(2 * Constants.electronMass_GeV * betaGamma * betaGamma * xi / (i * i)) + 0.200 - layer.beta2
        - material.densityEffect(betaGamma: betaGamma))
    // Landau's collisions do not radiate; the mean loss has the radiation of the knock-on electrons in it.
    let radiation =
      thickness
      * GaussLegendre(count: 24).integrate(log(i), log(layer.cut_GeV), panels: 4) {
        let w = exp($0)
        let law =
          layer.collisions.strength_GeV_per_mm / layer.beta2 / (w * w)
          * (1 - layer.beta2 * w / layer.largest_GeV)
        return w * w * (layer.ionisation.knockOn_per_mm_GeV(totalEnergy_GeV: 160, transfer_GeV: w) - law)
      }
    var rng = RandomStream(seed: 22, event: 4)
    let width = 0.1 * xi
    var counts = [Double](repeating: 0, count: 160)
    for _ in 0..<600_000 {
      let bin = (layer.sample(&rng) - (expected - 6 * xi)) / width
      if bin >= 0, bin < 160 { counts[Int(bin)] += 1 }
    }
    // A parabola through the top of the smoothed histogram.
    let smooth = counts.indices.map { k in
      (max(0, k - 2)...min(159, k + 2)).reduce(0) { $0 + counts[$1] } / 5
    }
    let top = smooth.indices.max { smooth[$0] < smooth[$1] }!
    var s0 = 0.0
    var s2 = 0.0
    var s4 = 0.0
    var y0 = 0.0
    var y1 = 0.0
    var y2 = 0.0
    for k in (top - 8)...(top + 8) {
      let x = Double(k - top)
      s0 += 1
      s2 += x * x
      s4 += x * x * x * x
      y0 += smooth[k]
      y1 += x * smooth[k]
      y2 += x * x * smooth[k]
    }
    let curvature = (y2 - s2 / s0 * y0) / (s4 - s2 * s2 / s0)
    let peak =
      expected - 6 * xi + (Double(top) + 0.5 - 0.5 * (y1 / s2) / curvature) * width
    let height = smooth[top]
    let left = smooth.firstIndex { $0 > 0.5 * height }!
    let right = smooth.lastIndex { $0 > 0.5 * height }!
    let fwhm = Double(right - left) * width
    print(
      "\(name) \(thickness) mm: peak \(peak * 1e3) MeV, Landau \(expected * 1e3) + \(radiation * 1e3),"
        + " ξ \(xi * 1e3), width \(fwhm / xi) ξ, 4.018")
    #expect((peak - expected - radiation).magnitude < 0.12 * xi)
    #expect((fwhm / xi - 4.018).magnitude < 0.2)
  }

  /// Mean, variance and third moment below the cut.
  @Test func momentsAreExact() throws {
    let layer = try Layer("Pb", 1.5, cut_GeV: 1.007e-3)
    let moments = layer.ionisation.softMoments(totalEnergy_GeV: 160, cut_GeV: layer.cut_GeV)
    var rng = RandomStream(seed: 23, event: 1)
    let draws = 400_000
    var sums = [0.0, 0, 0, 0, 0]
    for _ in 0..<draws {
      let x = (layer.sample(&rng) - layer.mean_GeV) / layer.xi
      var power = 1.0
      for n in 0..<5 {
        sums[n] += power
        power *= x
      }
    }
    let n = Double(draws)
    let variance = layer.thickness_mm * moments.second / (layer.xi * layer.xi)
    let third = layer.thickness_mm * moments.third / (layer.xi * layer.xi * layer.xi)
    print("mean \(sums[1] / n), variance \(sums[2] / n) (\(variance)), third \(sums[3] / n) (\(third))")
    #expect((sums[1] / n).magnitude < 4 * (variance / n).squareRoot())
    // The radiation of the knock-on electron, 2.7 % of dσ/dW at the cut, is in the mean only.
    #expect(
      (sums[2] / n - variance).magnitude < 4 * (sums[4] / n / n).squareRoot() + 0.03 * variance)
    #expect((sums[3] / n - third).magnitude < 0.05 * third)
  }
}
