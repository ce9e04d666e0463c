import Core
import Limits
import Numerics
import Testing

/// How often the limit covers the truth, by summing over all counts (no toys).
@Suite struct CoverageTests {
  private func coverage(_ limits: [Double], signal: Double, background: Double) -> Double {
    limits.indices.reduce(0.0) { sum, n in
      limits[n] >= signal
        ? sum + SpecialFunctions.poissonProbability(n, mean: signal + background) : sum
    } + SpecialFunctions.regularizedGammaP(Double(limits.count), signal + background)
  }

  @Test func clsNeverUndercoversWithKnownBackground() throws {
    var smallest = 1.0
    for b in [0, 0.1, 0.5, 1, 2, 3.0] {
      let limits = try (0...40).map { try CountingLimit.events(observed: $0, background: b).value }
      // Just above a limit is where coverage is smallest, so those points are in the grid as well.
      let grid = (0...80).map { 0.1 * Double($0) } + limits.filter { $0 < 8 }.map { $0 * (1 + 1e-9) }
      for s in grid { smallest = min(smallest, coverage(limits, signal: s, background: b)) }
    }
    print("smallest coverage of the 90 % CLs limit: \(smallest)")
    #expect(smallest >= 0.9)
  }

  /// The check would notice: limits that are 5 % too low undercover.
  @Test func tooStrongLimitsAreFound() throws {
    let limits = try (0...40).map { 0.95 * (try CountingLimit.events(observed: $0, background: 0).value) }
    #expect(coverage(limits, signal: limits[0] * (1 + 1e-9), background: 0) < 0.9)
  }

  /// Averaged over the priors of efficiency and background the hybrid limit covers too.
  @Test func hybridCoversOnAverage() throws {
    let (b, db, de) = (0.8, 0.4, 0.2)
    let limits = try (0...40).map {
      try CountingLimit.events(
        observed: $0, background: b, backgroundError: db, efficiencyError: de
      ).value
    }
    let rule = GaussHermite(count: 20)
    for s in [0.5, 1, 2, 3, 4, 6, 8.0] + limits.filter({ $0 < 10 }).map({ $0 * (1 + 1e-9) }) {
      let average = rule.average { z in
        let mean = s * exp(z * log(1 + de))
        var sum = 0.0
        for n in 0...40 where limits[n] >= s {
          for k in 0...n {
            sum +=
              SpecialFunctions.poissonProbability(n - k, mean: mean)
              * exp(SpecialFunctions.logGammaPoissonProbability(k, mean: b, standardDeviation: db))
          }
        }
        return sum
      }
      #expect(average > 0.9 - 1e-6)
    }
  }

  /// Two channels of different purity, every ranking, known rates: summed over all pairs of counts.
  @Test(arguments: CountOrdering.allCases) func combinationsCover(_ ordering: CountOrdering) throws {
    let (signals, backgrounds) = ([4.0, 2.0], [0.2, 1.5])
    let largest = 22
    var limits: [[Double]] = []
    for a in 0...largest {
      limits.append(
        try (0...largest).map { b in
          try CountingModel(channels: [
            CountingChannel(name: "a", signal: signals[0], background: backgrounds[0], observed: a),
            CountingChannel(name: "b", signal: signals[1], background: backgrounds[1], observed: b),
          ]).upperLimit(ordering: ordering).value
        })
    }
    var smallest = 1.0
    for strength in (0...30).map({ 0.05 * Double($0) })
      + limits[0].filter({ $0 < 1.5 }).map({ $0 * (1 + 1e-9) })
    {
      // Counts that are left out are taken as not covered: the sum is a lower bound.
      var covered = 0.0
      for a in 0...largest {
        for b in 0...largest where limits[a][b] >= strength {
          covered +=
            SpecialFunctions.poissonProbability(a, mean: strength * signals[0] + backgrounds[0])
            * SpecialFunctions.poissonProbability(b, mean: strength * signals[1] + backgrounds[1])
        }
      }
      smallest = min(smallest, covered)
    }
    print("two channels, \(ordering.rawValue): smallest coverage \(smallest)")
    #expect(smallest >= 0.9 - 1e-6)
  }
}
