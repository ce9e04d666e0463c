extension SpecialFunctions {
  /// ln of the Poisson probability of n counts at a mean, −∞ when impossible.
  ///
  ///     ln P = −½ ln 2πn − δ(n) − D(n, mean)                                     [1]
  ///
  /// δ the error of Stirling's formula, D the deviance: relative accuracy 1e-14 also for n of millions.
  ///
  /// [1] C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
  public static func logPoissonProbability(_ n: Int, mean: Double) -> Double {
    guard n >= 0, mean >= 0 else { return n < 0 ? -.infinity : .nan }
    if n == 0 { return -mean }
    if mean == 0 { return -.infinity }
    let x = Double(n)
    return -stirlingError(x) - deviance(x, mean) - halfLogTwoPi - 0.5 * log(x)
  }

  public static func poissonProbability(_ n: Int, mean: Double) -> Double {
    exp(logPoissonProbability(n, mean: mean))
  }

  /// ln of Γ(n+1)/(Γ(x+1)Γ(n−x+1)) pˣ qⁿ⁻ˣ for real 0 < x < n, q = 1 − p given apart.
  static func logBinomialTerm(_ x: Double, of n: Double, p: Double, q: Double) -> Double {
    let y = n - x
    return stirlingError(n) - stirlingError(x) - stirlingError(y) - deviance(x, n * p)
      - deviance(y, n * q) + 0.5 * log(n / (x * y)) - halfLogTwoPi
  }

  /// ln probability of n counts whose Poisson mean is gamma-distributed with the given mean and
  /// standard deviation: the negative binomial of shape r = (mean/σ)²,
  ///
  ///     P(n) = Γ(n+r)/(n! Γ(r)) pʳ (1−p)ⁿ,   p = r/(r + mean).
  ///
  /// σ = 0 gives Poisson; r up to 1e18 keeps full accuracy (no difference of large logarithms).
  public static func logGammaPoissonProbability(_ n: Int, mean: Double, standardDeviation sigma: Double)
    -> Double
  {
    guard n >= 0 else { return -.infinity }
    if mean == 0 { return n == 0 ? 0 : -.infinity }
    if sigma < 1e-9 * mean { return logPoissonProbability(n, mean: mean) }
    let r = (mean / sigma) * (mean / sigma)
    if n == 0 { return -r * log1p(mean / r) }
    let x = Double(n)
    let p = r / (r + mean)
    return log(r / (r + x)) + logBinomialTerm(r, of: r + x, p: p, q: mean / (r + mean))
  }

  /// Regularised incomplete beta function I_x(a, b), a, b > 0: the probability that a binomial of a+b−1
  /// trials gives at least a successes at success probability x.
  ///
  /// Continued fraction (DLMF 8.17.22) by the modified Lentz method; 1e-12 relative for a, b ≤ 1e5.
  public static func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0, x >= 0, x <= 1 else { return .nan }
    if x == 0 || x == 1 { return x }
    // The fraction converges fast on one side of the mean only; the other side by symmetry.
    if x > (a + 1) / (a + b + 2) { return 1 - betaFraction(1 - x, x, b, a) }
    return betaFraction(x, 1 - x, a, b)
  }

  private static func betaFraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func safe(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / safe(1 - (a + b) * x / (a + 1))
    var value = d
    var m = 1.0
    while m < 1e5 {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / safe(1 + even * d)
      c = safe(1 + even / c)
      value *= c * d
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / safe(1 + odd * d)
      c = safe(1 + odd / c)
      value *= c * d
      if (c * d - 1).magnitude < 1e-16 { break }
      m += 1
    }
    // xᵃyᵇ Γ(a+b)/(Γ(a)Γ(b)) / a = b/(a+b) · binomial term.
    return b / (a + b) * exp(logBinomialTerm(a, of: a + b, p: x, q: y)) * value
  }
}
