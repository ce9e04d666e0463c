extension SpecialFunctions {
  /// ln Γ(x) for x > 0; ∞ at 0, NaN below.
  ///
  /// Arguments below 8 are raised by the recurrence Γ(x+1) = xΓ(x), then Stirling's series to x⁻¹⁵.
  /// - Numerics: error below 1e-14 · max(1, |ln Γ|), absolute near the zeros at 1 and 2.
  public static func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? .infinity : .nan }
    guard x < .infinity else { return .infinity }
    var shifted = x
    var product = 1.0
    while shifted < 8 {
      product *= shifted
      shifted += 1
    }
    let value = (shifted - 0.5) * log(shifted) - shifted + halfLogTwoPi + stirlingSeries(shifted)
    return product == 1 ? value : value - log(product)
  }

  /// Σ B₂ₖ / (2k(2k−1) x²ᵏ⁻¹): what Stirling's formula lacks. Truncation below 9e-17 for x ≥ 8.
  private static func stirlingSeries(_ x: Double) -> Double {
    let u = 1 / (x * x)
    let end = 691.0 / 360360 - u * (1.0 / 156 - u * (3617.0 / 122400))
    let tail = 1.0 / 1260 - u * (1.0 / 1680 - u * (1.0 / 1188 - u * end))
    return (1.0 / 12 - u * (1.0 / 360 - u * tail)) / x
  }

  /// ln Γ(x+1) − (x+½) ln x + x − ½ ln 2π, small and smooth, so that probabilities of large counts do
  /// not come from differences of large logarithms.
  static func stirlingError(_ x: Double) -> Double {
    if x >= 8 { return stirlingSeries(x) }
    return logGamma(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi
  }

  /// x ln(x/m) + m − x, the deviance of a count x from its mean m, without cancellation near x = m:
  /// there ln(x/m) = 2 artanh v, v = (x−m)/(x+m), and the leading terms add up to (x−m)v.
  static func deviance(_ x: Double, _ mean: Double) -> Double {
    guard (x - mean).magnitude < 0.1 * (x + mean) else { return x * log(x / mean) + mean - x }
    let v = (x - mean) / (x + mean)
    var sum = (x - mean) * v
    var power = 2 * x * v
    var j = 1.0
    while true {
      power *= v * v
      let next = sum + power / (2 * j + 1)
      if next == sum { return sum }
      sum = next
      j += 1
    }
  }

  /// Regularised lower incomplete gamma function P(a, x) = γ(a,x)/Γ(a), a > 0, x ≥ 0.
  /// - Numerics: 1e-13 relative in the smaller of P and Q for a ≤ 1e4.
  public static func regularizedGammaP(_ a: Double, _ x: Double) -> Double {
    guard a > 0, x >= 0 else { return .nan }
    if x == 0 { return 0 }
    if x == .infinity { return 1 }
    return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x)
  }

  /// Q(a, x) = 1 − P(a, x). Q(n+1, λ) is the probability of at most n counts at mean λ.
  public static func regularizedGammaQ(_ a: Double, _ x: Double) -> Double {
    guard a > 0, x >= 0 else { return .nan }
    if x == 0 { return 1 }
    if x == .infinity { return 0 }
    return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x)
  }

  /// x^a e⁻ˣ / Γ(a+1) in the form of Loader (2000), see `logPoissonProbability`.
  private static func gammaPrefactor(_ a: Double, _ x: Double) -> Double {
    exp(-stirlingError(a) - deviance(a, x) - halfLogTwoPi - 0.5 * log(a))
  }

  /// γ(a,x)/Γ(a) = x^a e⁻ˣ/Γ(a+1) · Σ xᵏ / ((a+1)…(a+k)).
  private static func lowerSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var k = a
    while term > sum * 1e-17 {
      k += 1
      term *= x / k
      sum += term
    }
    return gammaPrefactor(a, x) * sum
  }

  /// Legendre's continued fraction for Γ(a,x)/Γ(a), evaluated by the modified Lentz method.
  private static func upperFraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / (b.magnitude < tiny ? tiny : b)
    var value = d
    var k = 1.0
    while k < 1e6 {
      let an = -k * (k - a)
      b += 2
      d = an * d + b
      c = b + an / c
      d = 1 / (d.magnitude < tiny ? tiny : d)
      if c.magnitude < tiny { c = tiny }
      value *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
      k += 1
    }
    return gammaPrefactor(a, x) * a * value
  }
}
