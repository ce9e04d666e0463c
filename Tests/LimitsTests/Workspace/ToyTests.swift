import Core
import Numerics
import Testing

@testable import Limits

@Suite struct ToyTests {
  /// Without nuisances q̃_μ orders counts as the counts do: toys must give the exact Poisson limit within three
  /// of the errors that they state.
  @Test(arguments: [(0, 0.5), (3, 1.0), (12, 8.0)])
  func poissonWithoutNuisances(n: Int, b: Double) throws {
    let model = try WorkspaceFixture.oneBin(
      observed: Double(n), background: b, relativeBackgroundError: 0, relativeEfficiencyError: 0)
    let exact = try CountingLimit.events(
      observed: n, background: b, backgroundError: 0, efficiencyError: 0, confidenceLevel: 0.9)
    let limit = try model.limit(["method": "toys", "toys": 20_000, "seed": 3])
    let pull = (limit.value - exact.value) / limit.error
    print("toys n = \(n), b = \(b): \(limit.value) ± \(limit.error), exact \(exact.value), pull \(pull)")
    #expect(abs(pull) < 3)
    #expect(limit.error < 0.03 * exact.value)
  }

  /// Hybrid toys against the hybrid sum.
  @Test func hybridToysAgreeWithTheSum() throws {
    let model = try WorkspaceFixture.oneBin(
      observed: 1, background: 0.5, relativeBackgroundError: 0.5, relativeEfficiencyError: 0.3)
    let sum = try model.limit(["method": "hybrid"])
    let toys = try model.limit(["method": "hybrid_toys", "toys": 20_000, "seed": 5])
    #expect(abs(toys.value - sum.value) < 3 * toys.error)
  }

  /// Many events: the distribution of q_μ under its own μ is half χ²₁ (half of the toys have μ̂ > μ).
  @Test func asymptoticDistribution() throws {
    let model = try WorkspaceFixture.oneBin(
      observed: 400, background: 400, relativeBackgroundError: 0.05, relativeEfficiencyError: 0)
    let n = 20_000
    let values = try model.toys(["mu": 60, "true_mu": 60, "toys": .number(Double(n)), "seed": 2])
    for (edge, tail) in [(1.0, 0.158655), (2.7055, 0.05), (3.8415, 0.025)] {
      let share = Double(values.filter { $0 > edge }.count) / Double(n)
      let error = (tail * (1 - tail) / Double(n)).squareRoot()
      print("q > \(edge): \(share), expected \(tail) ± \(error)")
      // Discreteness and skewness of 460 events leave some per cent of the tail.
      #expect(abs(share - tail) < 4 * error + 0.06 * tail)
    }
  }

  @Test func bitsDoNotDependOnThreads() throws {
    let model = try WorkspaceFixture.model(WorkspaceFixture.everyModifier)
    let card: JSON = ["mu": 1, "toys": 1000, "seed": 9]
    let one = try model.toys(card)
    let three = try model.toys(["mu": 1, "toys": 1000, "seed": 9, "threads": 3])
    #expect(one.map(\.bitPattern) == three.map(\.bitPattern))
    #expect(one.filter(\.isNaN).isEmpty)
    let other = try model.toys(["mu": 1, "toys": 1000, "seed": 10])
    #expect(one != other)
  }

  /// χ² of the sampler against the probabilities; one with a mean 2 % off must fail.
  @Test(arguments: [0.3, 4.0, 19.0, 21.0, 150.0])
  func poissonSampler(mean: Double) throws {
    func pValue(_ sampled: Double) -> Double {
      let n = 200_000
      var stream = RandomStream(seed: 11, event: UInt64(mean * 10), purpose: .toys)
      var counts: [Int: Double] = [:]
      for _ in 0..<n { counts[Int(stream.poisson(mean: sampled)), default: 0] += 1 }
      var chiSquare = 0.0
      var cells = 0
      var expectedRest = Double(n)
      var observedRest = Double(n)
      for k in 0..<400 {
        let expected = Double(n) * SpecialFunctions.poissonProbability(k, mean: mean)
        guard expected > 10 else { continue }
        let observed = counts[k] ?? 0
        chiSquare += (observed - expected) * (observed - expected) / expected
        expectedRest -= expected
        observedRest -= observed
        cells += 1
      }
      if expectedRest > 5 {
        chiSquare += (observedRest - expectedRest) * (observedRest - expectedRest) / expectedRest
      }
      return SpecialFunctions.regularizedGammaQ(0.5 * Double(cells), 0.5 * chiSquare)
    }
    let good = pValue(mean)
    print("Poisson sampler, mean \(mean): p = \(good)")
    #expect(good > 1e-3)
    #expect(pValue(mean * 1.02) < 1e-3 || mean < 1)
  }

  @Test func gammaSampler() {
    for shape in [0.4, 1.0, 4.0, 400.0] {
      var stream = RandomStream(seed: 12, event: UInt64(shape * 10), purpose: .toys)
      let n = 100_000
      // Uniform if the sampler is right.
      var bins = [Double](repeating: 0, count: 20)
      for _ in 0..<n {
        let u = SpecialFunctions.regularizedGammaP(shape, shape * stream.gamma(shape: shape))
        bins[min(19, Int(u * 20))] += 1
      }
      let expected = Double(n) / 20
      let chiSquare = bins.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
      let p = SpecialFunctions.regularizedGammaQ(9.5, 0.5 * chiSquare)
      print("gamma sampler, shape \(shape): p = \(p)")
      #expect(p > 1e-3)
      // The quantile table inverts the same distribution.
      let table = GammaQuantileTable(shape: shape)
      for z in [-4.03, -1.27, 0.31, 2.66, 4.4] {
        let value = SpecialFunctions.regularizedGammaP(shape, shape * table.value(normal: z))
        let target = SpecialFunctions.normalCumulative(z)
        #expect(abs(value - target) < 1e-6 * min(target, 1 - target) + 1e-12)
      }
    }
  }
}
