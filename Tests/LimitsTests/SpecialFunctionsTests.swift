import Glibc
import Numerics
import Testing

/// Glibc offers two functions of that name; the pair is the reentrant one.
private func libraryLogGamma(_ x: Double) -> Double {
  let (value, _): (Double, Int) = Glibc.lgamma(x)
  return value
}

@Suite struct SpecialFunctionsTests {
  @Test func logGammaAgreesWithTheCLibrary() {
    var worst = 0.0
    var x = 1e-6
    while x < 1e8 {
      let want = libraryLogGamma(x)
      worst = max(worst, abs(SpecialFunctions.logGamma(x) - want) / max(1, abs(want)))
      x *= 1.0137
    }
    print("logGamma: worst \(worst)")
    #expect(worst < 1e-14)
    #expect(SpecialFunctions.logGamma(0) == .infinity)
    #expect(SpecialFunctions.logGamma(-1).isNaN)
  }

  @Test func errorFunctionsAgreeWithTheCLibrary() {
    var worst = (erf: 0.0, erfc: 0.0)
    var x = -6.0
    while x < 26 {
      worst.erf = max(worst.erf, abs(SpecialFunctions.erf(x) - Glibc.erf(x)))
      let want = Glibc.erfc(x)
      worst.erfc = max(worst.erfc, abs(SpecialFunctions.erfc(x) / want - 1))
      x += 0.00371
    }
    print("erf, erfc: worst \(worst)")
    #expect(worst.erf < 1e-15)
    #expect(worst.erfc < 1e-13)
  }

  @Test func normalQuantileInvertsTheCumulative() {
    // Known values: the one-sided 95 % and 97.5 % points.
    #expect(abs(SpecialFunctions.normalQuantile(0.95) - 1.6448536269514722) < 1e-14)
    #expect(abs(SpecialFunctions.normalQuantile(0.975) - 1.959963984540054) < 1e-14)
    #expect(abs(SpecialFunctions.normalQuantile(1e-300) + 37.0471) < 1e-4)
    #expect(SpecialFunctions.normalQuantile(0) == -.infinity)
    var z = -30.0
    var worst = 0.0
    while z < 5 {
      let p = SpecialFunctions.normalCumulative(z)
      // The cumulative near 1 carries only 1e-16/φ(z) of information on z.
      let information = 1e-16 / (0.4 * Glibc.exp(-0.5 * z * z))
      worst = max(
        worst, abs(SpecialFunctions.normalQuantile(p) - z) / max(1e-13, z > 0 ? 4 * information : 0))
      z += 0.0517
    }
    #expect(worst < 1)
  }

  @Test func incompleteGammaIsThePoissonSum() {
    var worst = 0.0
    for mean in [0.01, 0.5, 1, 2.3, 7, 30, 120, 600.0] {
      var sum = 0.0
      var term = Glibc.exp(-mean)
      for n in 0..<1000 {
        if n > 0 { term *= mean / Double(n) }
        sum += term
        let q = SpecialFunctions.regularizedGammaQ(Double(n + 1), mean)
        let p = SpecialFunctions.regularizedGammaP(Double(n + 1), mean)
        if sum > 1e-290 { worst = max(worst, abs(q / sum - 1)) }
        worst = max(worst, abs(p + q - 1))
      }
    }
    print("Q(n+1, λ) against the Poisson sum: worst \(worst)")
    // The naive sum itself loses n·1e-16 by 600 factors and the exponential 600 · 1e-16.
    #expect(worst < 3e-13)
    // Half-integer orders are error functions: P(½, x²) = erf x.
    for x in [0.1, 0.7, 1.5, 3] {
      #expect(abs(SpecialFunctions.regularizedGammaP(0.5, x * x) - Glibc.erf(x)) < 1e-14)
      #expect(abs(SpecialFunctions.regularizedGammaQ(0.5, x * x) / Glibc.erfc(x) - 1) < 1e-13)
    }
    // χ² of 1 degree of freedom at 3.841458820694124 is the 95 % point.
    #expect(abs(SpecialFunctions.regularizedGammaQ(0.5, 3.841458820694124 / 2) - 0.05) < 1e-15)
    // Large orders: Q(n, n) = ½ − 1/(3√(2πn)) + O(n^-3/2) (DLMF 8.11.12).
    let large = SpecialFunctions.regularizedGammaQ(1e4, 1e4)
    #expect(abs(large - (0.5 - 1 / (3 * (2 * Double.pi * 1e4).squareRoot()))) < 1e-7)
  }

  @Test func poissonAndGammaPoissonProbabilities() {
    for mean in [0.01, 1, 8.5, 400] {
      for n in [0, 1, 2, 5, 14, 15, 16, 60, 500] {
        let want = Double(n) * Glibc.log(mean) - mean - libraryLogGamma(Double(n) + 1)
        let got = SpecialFunctions.logPoissonProbability(n, mean: mean)
        #expect(abs(got - want) < 1e-13 * max(1, abs(want)) + 4e-13)
      }
    }
    // Recurrence of the negative binomial, and its Poisson limit.
    for (mean, sigma) in [(0.5, 0.5), (3.0, 1.0), (20, 2), (300, 90)] {
      let v = (sigma / mean) * (sigma / mean)
      var probability = Glibc.pow(1 + mean * v, -1 / v)
      var sum = 0.0
      for n in 0..<2000 {
        let got = Glibc.exp(
          SpecialFunctions.logGammaPoissonProbability(n, mean: mean, standardDeviation: sigma))
        if probability > 1e-300 { #expect(abs(got / probability - 1) < 1e-11) }
        sum += got
        probability *= mean * (1 + Double(n) * v) / (Double(n + 1) * (1 + mean * v))
      }
      #expect(abs(sum - 1) < 1e-11)
    }
    let narrow = SpecialFunctions.logGammaPoissonProbability(7, mean: 5, standardDeviation: 1e-6)
    #expect(abs(narrow - SpecialFunctions.logPoissonProbability(7, mean: 5)) < 1e-12)
    #expect(SpecialFunctions.logPoissonProbability(0, mean: 0) == 0)
    #expect(SpecialFunctions.logPoissonProbability(1, mean: 0) == -.infinity)
  }

  @Test func incompleteBetaIsTheBinomialTail() {
    var worst = 0.0
    for n in [1, 2, 7, 40, 300] {
      for p in [0.001, 0.1, 0.5, 0.83, 0.999] {
        var tail = 0.0
        for k in stride(from: n, through: 1, by: -1) {
          let logTerm =
            libraryLogGamma(Double(n) + 1) - libraryLogGamma(Double(k) + 1)
            - libraryLogGamma(Double(n - k) + 1)
            + Double(k) * Glibc.log(p) + Double(n - k) * Glibc.log1p(-p)
          tail += Glibc.exp(logTerm)
          let got = SpecialFunctions.regularizedBeta(p, Double(k), Double(n - k + 1))
          if tail > 1e-250 { worst = max(worst, abs(got / tail - 1)) }
        }
      }
    }
    print("I_x(a, b) against the binomial sum: worst \(worst)")
    #expect(worst < 2e-12)  // libraryLogGamma(300) = 1400 limits the sum it is compared with
    // Arcsine law: I_x(½, ½) = 2/π asin √x.
    #expect(abs(SpecialFunctions.regularizedBeta(0.3, 0.5, 0.5) - 2 / .pi * asin(0.3.squareRoot())) < 1e-14)
  }

  @Test func logSumExpSurvivesLargeNumbers() {
    #expect(abs(SpecialFunctions.logSumExp([1000, 1000]) - (1000 + Glibc.log(2))) < 1e-12)
    #expect(abs(SpecialFunctions.logSumExp([-2000, -2001]) - (-2000 + Glibc.log1p(Glibc.exp(-1)))) < 1e-12)
    #expect(SpecialFunctions.logSumExp([]) == -.infinity)
    #expect(SpecialFunctions.logSumExp([-.infinity, 3]) == 3)
  }

  @Test(arguments: [1, 2, 3, 8, 33, 64]) func gaussHermiteIntegratesPolynomials(_ count: Int) {
    let rule = GaussHermite(count: count)
    #expect(abs(rule.weights.reduce(0, +) - 1) < 1e-13)
    #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
    // E[z^2k] = (2k−1)!!, exact up to degree 2n − 1.
    var moment = 1.0
    for k in 1...20 where 2 * k <= 2 * count - 1 {
      moment *= Double(2 * k - 1)
      let got = rule.average { Glibc.pow($0, Double(2 * k)) }
      #expect(abs(got / moment - 1) < 1e-12)
    }
    if count >= 8 {
      // E[e^{z/2}] = e^{1/8}.
      #expect(abs(rule.average { Glibc.exp(0.5 * $0) } / Glibc.exp(0.125) - 1) < 1e-12)
    }
  }

  @Test func brentFindsRoots() {
    let finder = BrentRootFinder(relativeTolerance: 1e-14)
    var calls = 0
    let root = finder.root(between: 0, and: 1) {
      calls += 1
      return Glibc.cos($0) - $0
    }
    #expect(abs(root! - 0.7390851332151607) < 2e-15)
    #expect(calls < 12)
    #expect(abs(finder.root(between: 1, and: -3) { $0 * $0 * $0 + 1e-9 }! + 1e-3) < 1e-12)
    // A step: only bisection helps.
    #expect(abs(finder.root(between: 0, and: 10) { $0 < 2.5 ? -1 : 1 }! - 2.5) < 1e-13)
    #expect(finder.root(between: 0, and: 1) { $0 + 1 } == nil)
    #expect(finder.root(between: 0, and: 1) { _ in .nan } == nil)
    #expect(finder.root(between: 0, and: 1) { $0 } == 0)
  }
}
