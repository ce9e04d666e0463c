import Core
import Numerics

/// Confidence intervals of an efficiency k/n. Counts may be fractional: effective counts of weighted
/// events, for which the intervals are approximate.
public enum BinomialInterval {
  /// One standard deviation of a Gaussian.
  public static let oneSigma = 0.6826894921370859

  /// Clopper–Pearson: equal-tailed inversion of the binomial test; covers at least the stated level.
  ///
  ///     I_low(k, n−k+1) = α/2,   I_high(k+1, n−k) = 1 − α/2
  ///
  /// C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404.
  public static func clopperPearson(
    passed k: Double, total n: Double, confidenceLevel: Double = oneSigma
  ) throws -> ClosedRange<Double> {
    try validate(k, n, confidenceLevel)
    if n == 0 { return 0...1 }
    let tail = 0.5 * (1 - confidenceLevel)
    // n − k may miss 0 by rounding when k is a sum of weights.
    let failed = max(0, n - k)
    let finder = BrentRootFinder(relativeTolerance: 1e-14, absoluteTolerance: 1e-300)
    let low =
      k <= 0
      ? 0 : finder.root(between: 0, and: 1) { SpecialFunctions.regularizedBeta($0, k, failed + 1) - tail }
    let high =
      failed <= 1e-12 * n
      ? 1
      // The complement keeps accuracy where the efficiency is close to 1.
      : finder.root(between: 0, and: 1) { SpecialFunctions.regularizedBeta($0, failed, k + 1) - tail }
        .map { 1 - $0 }
    guard let low, let high else {
      throw HermeticError(.inside, "the Clopper–Pearson interval of \(k)/\(n) was not found; please report.")
    }
    return low...max(low, high)
  }

  /// Wilson's score interval: mean coverage close to the stated level, sensible at k = 0 and k = n.
  ///
  ///     (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
  ///
  /// E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209.
  public static func wilson(
    passed k: Double, total n: Double, confidenceLevel: Double = oneSigma
  ) throws -> ClosedRange<Double> {
    try validate(k, n, confidenceLevel)
    if n == 0 { return 0...1 }
    let z = SpecialFunctions.normalQuantile(0.5 * (1 + confidenceLevel))
    let p = min(1, k / n)
    let square = z * z / n
    let centre = p + 0.5 * square
    let half = (square * (p * (1 - p) + 0.25 * square)).squareRoot()
    let low = k <= 0 ? 0 : max(0, (centre - half) / (1 + square))
    let high = k >= n ? 1 : min(1, (centre + half) / (1 + square))
    return low...high
  }

  private static func validate(_ k: Double, _ n: Double, _ level: Double) throws {
    guard n >= 0, n <= 1e15 else { throw HermeticError.range("total", n, allowed: "in 0 … 1e15") }
    guard k >= 0, k <= n * (1 + 1e-12) else {
      throw HermeticError.range("passed", k, allowed: "in 0 … total = \(n)")
    }
    guard level > 0, level < 1 else {
      throw HermeticError.range("confidenceLevel", level, allowed: "between 0 and 1")
    }
  }
}
