import Core
import Foundation
import Numerics
import Testing

@testable import Electromagnetic

@Suite struct StragglingTests {
  struct Moments {
    var mean = 0.0
    var variance = 0.0
    var third = 0.0
    var meanError = 0.0
    var varianceError = 0.0
  }

  static func moments(_ n: Int, _ draw: (inout RandomStream) -> Double) -> Moments {
    var rng = RandomStream(seed: 77, event: 3)
    var values: [Double] = []
    values.reserveCapacity(n)
    for _ in 0..<n { values.append(draw(&rng)) }
    let mean = values.reduce(0, +) / Double(n)
    var result = Moments()
    result.mean = mean
    var fourth = 0.0
    for v in values {
      let d = v - mean
      result.variance += d * d
      result.third += d * d * d
      fourth += d * d * d * d
    }
    result.variance /= Double(n)
    result.third /= Double(n)
    fourth /= Double(n)
    result.meanError = (result.variance / Double(n)).squareRoot()
    result.varianceError = ((fourth - result.variance * result.variance) / Double(n)).squareRoot()
    return result
  }

  /// Gamma variates: mean k, variance k, third moment 2k, for shapes from 0.01 to 1000.
  @Test func gammaVariates() {
    for shape in [0.01, 0.1, 0.5, 1, 1.5, 4, 30, 1000.0] {
      let m = Self.moments(200_000) { ThreeMomentGamma.gamma(shape: shape, &$0) }
      #expect(abs(m.mean - shape) < 4 * m.meanError, "k = \(shape)")
      #expect(abs(m.variance - shape) < 4 * m.varianceError, "k = \(shape)")
    }
  }

  /// k = 2 is the sum of two exponentials: F(x) = 1 − e^{−x}(1 + x), by χ² in 50 quantiles; the same with k = 2.05
  /// must fail.
  @Test func gammaDistribution() {
    func p(_ shape: Double) -> Double {
      var counts = [Int](repeating: 0, count: 50)
      var rng = RandomStream(seed: 4, event: 9)
      for _ in 0..<200_000 {
        let x = ThreeMomentGamma.gamma(shape: shape, &rng)
        let f = 1 - Foundation.exp(-x) * (1 + x)
        counts[min(Int(f * 50), 49)] += 1
      }
      return ElectronTestStatistics.pValue(counts: counts, probabilities: [Double](repeating: 1, count: 50))
    }
    print("gamma variates, p:", p(2))
    #expect(p(2) > 1e-3)
    #expect(p(2.05) < 1e-6, "a wrong shape must not pass")
  }

  /// Mean, variance and skewness of the loss for 1/W² collisions, thin to thick; the compound Poisson
  /// process itself, collision by collision, has the same.
  @Test func lossMoments() {
    // ξ in units of W_c, collisions from w0 to W_c = 1.
    let w0 = 1e-4
    for xi in [0.01, 0.1, 1, 10.0] {
      let mean = xi * -Foundation.log(w0)
      let second = xi * (1 - w0)
      let third = 0.5 * xi * (1 - w0 * w0)
      let gamma = Self.moments(200_000) {
        ThreeMomentGamma.sample(mean: mean, second: second, third: third, &$0)
      }
      #expect(abs(gamma.mean - mean) < 4 * gamma.meanError, "ξ = \(xi)")
      #expect(abs(gamma.variance - second) < 4 * gamma.varianceError, "ξ = \(xi)")
      #expect(abs(gamma.third / third - 1) < 0.1, "ξ = \(xi): \(gamma.third / third)")
      if xi < 1 {
        let poisson = Self.moments(20_000) { rng in
          var sum = 0.0
          var path = rng.exponential()
          let collisions = xi * (1 / w0 - 1)
          while path < collisions {
            sum += 1 / (1 / w0 - rng.uniform() * (1 / w0 - 1))
            path += rng.exponential()
          }
          return sum
        }
        #expect(abs(poisson.mean - mean) < 4 * poisson.meanError)
        #expect(abs(poisson.variance - gamma.variance) < 5 * poisson.varianceError)
      }
    }
  }

  /// Short of mean the shift is zero: mean and variance stay, nothing is negative.
  @Test func shortOfMean() {
    for mean in [0.001, 0.01, 0.1, 1.0] {
      let m = Self.moments(400_000) {
        let value = ThreeMomentGamma.sample(mean: mean, second: 0.05, third: 0.025, &$0)
        #expect(value >= 0)
        return value
      }
      // The rarest cases have so long a tail that 5 σ of the sampled error is asked.
      if mean > 0.005 { #expect(abs(m.mean / mean - 1) < 0.06, "mean = \(mean): \(m.mean)") }
    }
    var rng = RandomStream(seed: 1, event: 1)
    #expect(ThreeMomentGamma.sample(mean: 0, second: 1, third: 1, &rng) == 0)
    #expect(ThreeMomentGamma.sample(mean: 1, second: 0, third: 0, &rng) == 1)
  }

  /// Jumps from 0.1 to 1, `number` of them: mean, second and third moment, and the share of steps without any.
  @Test(arguments: [0.05, 0.3, 1, 1.9])
  func thinSteps(number: Double) throws {
    let second = number / 10
    let third = 0.55 * second
    let step = try #require(ThinStepStraggling(mean: 2, second: second, third: third))
    let n = 400_000
    var quiet = 0
    let m = Self.moments(n) { rng in
      let loss = step.sample(rng.next(), ExponentialTable.shared, &rng)
      if loss == step.continuous { quiet += 1 }
      return loss
    }
    #expect(abs(m.mean - 2) < 4 * m.meanError)
    #expect(abs(m.variance - second) < 4 * m.varianceError)
    #expect(abs(m.third / third - 1) < 0.05, "\(m.third / third)")
    let expected = Foundation.exp(-number)
    let error = (expected * (1 - expected) / Double(n)).squareRoot()
    #expect(abs(Double(quiet) / Double(n) - expected) < 4 * error)
  }

  /// A jump W below 0.2 is alone in its step: 1/W is uniform from 5 to 10. Uniform W must not pass.
  @Test func jumpsOfThinSteps() throws {
    let step = try #require(ThinStepStraggling(mean: 2, second: 0.05, third: 0.0275))
    var rng = RandomStream(seed: 6, event: 2)
    var counts = [Int](repeating: 0, count: 40)
    for _ in 0..<400_000 {
      let jump = step.sample(rng.next(), ExponentialTable.shared, &rng) - step.continuous
      if jump > 0, jump < 0.2 { counts[min(Int((jump - 0.1) * 400), 39)] += 1 }
    }
    let edges = (0...40).map { 0.1 + 0.1 * Double($0) / 40 }
    let right = ElectronTestStatistics.pValue(
      counts: counts, probabilities: (0..<40).map { 1 / edges[$0] - 1 / edges[$0 + 1] })
    let wrong = ElectronTestStatistics.pValue(
      counts: counts, probabilities: [Double](repeating: 1, count: 40))
    print("jumps of thin steps, p:", right)
    #expect(right > 1e-3)
    #expect(wrong < 1e-6)
  }

  /// Where the jumps would take more than the mean, or are many, the gamma distribution serves.
  @Test func thickStepsAreNotThin() {
    #expect(ThinStepStraggling(mean: 2, second: 0.25, third: 0.1375) == nil)
    #expect(ThinStepStraggling(mean: 0.1, second: 0.1, third: 0.055) == nil)
    #expect(ThinStepStraggling(mean: 1, second: 0, third: 0) == nil)
  }
}
