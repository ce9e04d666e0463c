import Core
import Numerics

/// p-value of an excess and its significance Z, the normal quantile of 1 − p.
public struct Discovery: Sendable {
  public var pValue: Double
  public var significance: Double
  /// √q₀ of the profile likelihood, 0 without an excess: what the exact number is compared with.
  public var asymptoticSignificance: Double
  public var method: String

  public var json: JSON {
    [
      "p_value": .number(pValue), "significance": .number(significance),
      "asymptotic_significance": .number(asymptoticSignificance), "method": .string(method),
      // Below 1e-300 the tail is no longer a number: the significance is a lower bound.
      "is_lower_bound": .bool(pValue < Discovery.smallest),
    ]
  }

  static let smallest = 1e-300

  /// Z of a p-value, at most that of 1e-300 (37.05).
  public static func significance(pValue p: Double) -> Double {
    -SpecialFunctions.normalQuantile(min(max(p, smallest), 1 - 1e-16))
  }

  /// P(N ≥ n | background), exact.
  ///
  /// Known background: P(n, b) = γ(n, b)/Γ(n). Gamma-distributed background: the counts are negative-binomial
  /// and the tail is I_q(n, r), r = (b/δb)², q = b/(r + b). Asymptotic: Z = √q₀, the gamma distribution taken
  /// as the side count r at a ratio r/b.
  public static func excess(observed n: Int, background b: Double, backgroundError error: Double)
    -> Discovery
  {
    var p = n == 0 ? 1 : 0.0
    var asymptotic = 0.0
    if n > 0, b > 0 {
      if error < 1e-9 * b {
        p = SpecialFunctions.regularizedGammaP(Double(n), b)
        asymptotic =
          Double(n) > b ? (2 * (Double(n) * log(Double(n) / b) - Double(n) + b)).squareRoot() : 0
      } else {
        let shape = (b / error) * (b / error)
        p = SpecialFunctions.regularizedBeta(b / (shape + b), Double(n), shape)
        asymptotic = liMa(on: Double(n), off: shape, ratio: shape / b)
      }
    }
    return Discovery(
      pValue: p, significance: significance(pValue: p), asymptoticSignificance: asymptotic,
      method: error < 1e-9 * b || b == 0 ? "exact Poisson" : "exact, gamma-averaged background")
  }

  /// Signal region against a side region that holds τ times its background.
  ///
  /// Given the sum, the on-count is binomial of probability 1/(1+τ): p = I_{1/(1+τ)}(n_on, n_off + 1), exact for
  /// every background ("Z_Bi" [1]). Asymptotic: Li and Ma's Eq. (17) [2].
  ///
  /// [1] R. D. Cousins, J. T. Linnemann, J. Tucker, Nucl. Instrum. Meth. A 595 (2008) 480.
  /// [2] T.-P. Li, Y.-Q. Ma, Astrophys. J. 272 (1983) 317.
  public static func onOff(on: Int, off: Int, ratio: Double) -> Discovery {
    let p =
      on == 0 ? 1 : SpecialFunctions.regularizedBeta(1 / (1 + ratio), Double(on), Double(off + 1))
    return Discovery(
      pValue: p, significance: significance(pValue: p),
      asymptoticSignificance: liMa(on: Double(on), off: Double(off), ratio: ratio),
      method: "exact binomial, on/off")
  }

  private static func liMa(on: Double, off: Double, ratio: Double) -> Double {
    guard on * ratio > off else { return 0 }
    let sum = on + off
    var q = on * log((1 + ratio) * on / sum)
    if off > 0 { q += off * log((1 + 1 / ratio) * off / sum) }
    return (2 * max(0, q)).squareRoot()
  }

  /// Expected significance of a signal s over b ± δb: √q₀ at the mean counts [3, Eq. (97); with δb: 4].
  ///
  ///     Z² = 2 [(s+b) ln((s+b)(b+δ²)/(b² + (s+b)δ²)) − (b²/δ²) ln(1 + δ² s/(b(b+δ²)))]
  ///
  /// - Approximation: asymptotic; too large for b below a few events (the exact tail is in `expected`).
  ///
  /// [3] G. Cowan, K. Cranmer, E. Gross, O. Vitells, Eur. Phys. J. C 71 (2011) 1554.
  /// [4] G. Cowan, "Discovery sensitivity for a counting experiment with background uncertainty" (2012).
  public static func asimov(signal s: Double, background b: Double, backgroundError error: Double) -> Double {
    let variance = error * error
    if variance < 1e-12 * b * b {
      return (2 * max(0, (s + b) * log1p(s / b) - s)).squareRoot()
    }
    let n = s + b
    let q =
      n * log(n * (b + variance) / (b * b + n * variance))
      - b * b / variance * log1p(variance * s / (b * (b + variance)))
    return (2 * max(0, q)).squareRoot()
  }

  /// The exact significance of the median count under signal and background.
  public static func expected(signal s: Double, background b: Double, backgroundError error: Double)
    -> (count: Int, discovery: Discovery)
  {
    var n = max(0, Int(s + b) - 2)
    func cumulative(_ n: Int) -> Double { SpecialFunctions.regularizedGammaQ(Double(n + 1), s + b) }
    while n > 0, cumulative(n - 1) >= 0.5 { n -= 1 }
    while cumulative(n) < 0.5 { n += 1 }
    return (n, excess(observed: n, background: b, backgroundError: error))
  }
}
