import Core
import Limits
import Numerics
import Testing

/// Against tables computed independently (numpy/scipy).
@Suite struct HybridReferenceTests {
  private func limit(_ row: [Double]) throws -> UpperLimit {
    try CountingLimit.events(
      observed: Int(row[0]), background: row[1], backgroundError: row[1] * row[2],
      efficiencyError: row[3], confidenceLevel: row[4])
  }

  /// The table replaces the gamma distribution of the background by 400 midpoint quantiles, which moves μ
  /// by up to 1.5e-4 where that matters. Rows without it must agree to 1e-6; for the others the same
  /// quadrature is done here and must give the table to 1e-6, and the exact value must be as close
  /// as that quadrature's own error.
  @Test func hybridTable() throws {
    guard let rows = try ReferenceFile.rows("hybrid_cls.json") else { return }
    var worst = (exact: 0.0, emulated: 0.0, quadrature: 0.0)
    for row in rows {
      let value = try limit(row).value
      if row[0] == 0 || row[1] == 0 || row[2] == 0 {
        worst.exact = max(worst.exact, abs(value - row[5]))
      } else {
        worst.quadrature = max(worst.quadrature, abs(value - row[5]))
        worst.emulated = max(worst.emulated, abs(midpointLimit(row) - row[5]))
      }
    }
    print("hybrid table, \(rows.count) rows: \(worst)")
    #expect(rows.count == 96)
    #expect(worst.exact < 1e-6)
    #expect(worst.emulated < 1e-6)
    #expect(worst.quadrature < 2e-4)
  }

  /// CLs with the background at the 400 midpoint quantiles of its gamma distribution.
  private func midpointLimit(_ row: [Double]) -> Double {
    let n = Int(row[0])
    let shape = 1 / (row[2] * row[2])
    let means = (0..<400).map { i -> Double in
      let p = (Double(i) + 0.5) / 400
      let x = BrentRootFinder().root(between: 0, and: 400) {
        SpecialFunctions.regularizedGammaP(shape, $0) - p
      }!
      return x * row[1] / shape
    }
    let cumulative = { (mean: Double) in SpecialFunctions.regularizedGammaQ(Double(n + 1), mean) }
    let clb = means.reduce(0) { $0 + cumulative($1) }
    let hermite = GaussHermite(count: 21)
    return BrentRootFinder(relativeTolerance: 1e-10).root(between: 0.1, and: 30) { strength in
      let sum = hermite.average { z in
        let signal = strength * exp(z * log(1 + row[3]))
        return means.reduce(0) { $0 + cumulative(signal + $1) }
      }
      return sum / clb - (1 - row[4])
    }!
  }

  @Test func expectedTable() throws {
    guard let rows = try ReferenceFile.rows("expected_exact_cls.json") else { return }
    var worst = 0.0
    for row in rows {
      let limit = try CountingLimit.events(observed: 0, background: row[0], confidenceLevel: row[1])
      for (got, want) in zip(limit.expected, row[2...6]) { worst = max(worst, abs(got - want)) }
      // The mean of the table: the limits averaged over the counts.
      var mean = 0.0
      for n in 0..<60 {
        mean +=
          SpecialFunctions.poissonProbability(n, mean: row[0])
          * (try CountingLimit.events(observed: n, background: row[0], confidenceLevel: row[1]).value)
      }
      worst = max(worst, abs(mean - row[7]))
    }
    print("expected table, \(rows.count) rows: worst \(worst)")
    #expect(worst < 1e-6)
  }

  /// Flat-prior Bayes with known background: ∫₀^s L / ∫₀^∞ L = CL, integrated numerically.
  @Test(arguments: [(0, 0.0), (1, 0.3), (3, 1.7), (6, 4.0), (12, 3.0)])
  func equalsBayesWithFlatPrior(_ n: Int, _ b: Double) throws {
    for level in [0.9, 0.95] {
      let s = try CountingLimit.events(observed: n, background: b, confidenceLevel: level).value
      let rule = GaussLegendre(count: 32)
      let likelihood = { (x: Double) in SpecialFunctions.poissonProbability(n, mean: x + b) }
      let below = rule.integrate(0, s, panels: 8, likelihood)
      let all = below + rule.integrate(s, s + 120, panels: 40, likelihood)
      #expect(abs(below / all - level) < 1e-12)
    }
  }

  @Test func zeroCountsGiveTheTextbookNumber() throws {
    for b in [0, 1e-12, 0.1, 3, 50, 5000] {
      let ninety = try CountingLimit.events(observed: 0, background: b)
      #expect(abs(ninety.value - 2.302585092994046) < 1e-11)
      let ninetyFive = try CountingLimit.events(observed: 0, background: b, confidenceLevel: 0.95)
      #expect(abs(ninetyFive.value - 2.995732273553991) < 1e-11)
      #expect(ninety.method == "exact Poisson CLs")
      #expect(ninety.status == .converged)
      #expect(abs(ninety.signalConfidence - 0.1) < 1e-12 || ninety.backgroundConfidence == 0)
    }
  }
}
