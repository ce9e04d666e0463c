import Core
import Numerics

extension HybridCounting {
  /// Observed and expected limits by exact sums.
  static func limit(
    _ layout: LikelihoodLayout, level: Double, _ limit: LimitStatistic, guide: WorkspaceLimit
  ) throws -> WorkspaceLimit {
    let top = 1.3 * max(guide.expected[4], guide.value) + 1e-300
    let counting = try HybridCounting(layout, top: top)
    let target = log(1 - level)
    func f(_ strength: Double, _ which: Int, isRough: Bool = false) -> Double {
      let levels = counting.levels(strength, isRough: isRough && counting.prior.dimensions > 0)
      let p = levels[which] / (limit == .cls ? counting.backgroundLevels[which] : 1)
      return max(-700, log(max(p, 1e-300))) - target
    }
    func root(_ which: Int, near guess: Double) throws -> Double {
      let start = limit == .cls ? -target : f(0, which, isRough: true)
      if start <= 0 { return 0 }
      var low = 0.0
      var fLow = start
      var high = guess
      var fHigh = f(high, which, isRough: true)
      var tries = 0
      while fHigh > 0, tries < 60 {
        (low, fLow) = (high, fHigh)
        high *= 1.5
        fHigh = f(high, which, isRough: true)
        tries += 1
      }
      guard
        let value = BrentRootFinder(relativeTolerance: 1e-8).root(
          between: low, valued: fLow, and: high, valued: fHigh, { f($0, which, isRough: true) })
      else {
        throw HermeticError(.numerics, "CLs does not fall to 1 − CL between μ = \(low) and \(high).")
      }
      if counting.prior.dimensions == 0 { return value }
      // One shift of the lattice is right to 1e-3: two secant steps on the whole average.
      var x0 = value
      var x1 = value * 1.002
      for _ in 0..<2 {
        let (f0, f1) = (f(x0, which), f(x1, which))
        if f0 == f1 { break }
        (x0, x1) = (x1, x1 - f1 * (x1 - x0) / (f1 - f0))
      }
      return x1
    }
    var limits: [Double] = []
    for which in 0..<6 {
      // Equal outcomes have equal limits; the asymptotic guess is low for few events.
      if let same = (0..<which).first(where: { counting.thresholds[$0] == counting.thresholds[which] }) {
        limits.append(limits[same])
      } else {
        let guess = which < 5 ? guide.expected[which] : guide.value
        limits.append(try root(which, near: max(1.2 * guess, 0.2 * guide.expected[2])))
      }
    }
    var errors = [Double](repeating: 0, count: 6)
    if counting.prior.dimensions > 0 {
      let logErrors = counting.logErrors(limits[5] > 0 ? limits[5] : limits[2])
      for which in 0..<6 where limits[which] > 0 {
        let value = limits[which]
        let slope =
          (f(value * 1.001, which, isRough: true) - f(value, which, isRough: true)) / (0.001 * value)
        errors[which] = logErrors[which] / slope.magnitude
      }
    }
    let observedError = errors[5]
    let kind = limit == .cls ? "CLs" : "CLs+b"
    let isExact = counting.prior.dimensions == 0
    let levels = counting.levels(limits[5])
    var warnings: [String] = []
    // Beyond the listed counts the limit would not see outcomes that it should.
    if let highest = limits.max(), highest > top {
      warnings.append("the limit lies above the strength \(rounded(top)) for which outcomes were listed.")
    }
    return WorkspaceLimit(
      value: limits[5], expected: Array(limits[0..<5]), confidenceLevel: level, statistic: limit,
      testStatistic: guide.testStatistic,
      method: isExact ? "exact Poisson \(kind)" : "hybrid \(kind), exact counting",
      status: limits[5] == 0 ? .empty : (observedError > 1e-3 * limits[5] ? .limitedPrecision : .converged),
      error: observedError, expectedErrors: Array(errors[0..<5]),
      signalPlusBackgroundConfidence: levels[5], backgroundConfidence: counting.backgroundLevels[5],
      bestFitStrength: guide.bestFitStrength, effectiveBackground: guide.effectiveBackground,
      warnings: warnings,
      details: [
        .init("ordering", "profile_likelihood_ratio"),
        .init("outcomes", .number(Double(counting.outcomeCount))),
        .init("nuisance_points", .number(Double(isExact ? 1 : counting.shifts * NuisancePrior.points))),
        .init("asymptotic", .number(guide.value)),
      ])
  }
}
