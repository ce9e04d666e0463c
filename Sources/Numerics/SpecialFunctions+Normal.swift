extension SpecialFunctions {
  /// Error function; odd series with positive terms, erf x = 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹/(2n+1)!!.
  public static func erf(_ x: Double) -> Double {
    if x.magnitude > 1.5 { return x > 0 ? 1 - erfc(x) : erfc(-x) - 1 }
    let z = 2 * x * x
    var term = x
    var sum = x
    var n = 1.0
    while term.magnitude > 1e-17 * sum.magnitude {
      term *= z / (2 * n + 1)
      sum += term
      n += 1
    }
    return 1.1283791670955126 * exp(-x * x) * sum
  }

  /// Complementary error function with full relative accuracy in the tail (1e-13 at x = 25).
  ///
  /// Above 1.5: the continued fraction e^(−x²)/√π · 1/(x + ½/(x + 1/(x + (3/2)/(x + …)))), from below.
  public static func erfc(_ x: Double) -> Double {
    guard x > 1.5 else { return x.isNaN ? x : 1 - erf(x) }
    guard x < 27.3 else { return 0 }
    // The fraction converges as exp(−2x√(2·levels)).
    let levels = x < 2 ? 220 : x < 3 ? 120 : 60
    var fraction = x
    for k in stride(from: levels, through: 1, by: -1) { fraction = x + 0.5 * Double(k) / fraction }
    return gaussian(x) / (fraction * 1.7724538509055159)
  }

  /// e^(−x²), with x² in two parts so that its rounding is not amplified in the far tail.
  private static func gaussian(_ x: Double) -> Double {
    let high = Double(Float(x))
    return exp(-high * high) * exp(-(x - high) * (x + high))
  }

  /// Φ(z), the cumulative standard normal distribution.
  public static func normalCumulative(_ z: Double) -> Double { 0.5 * erfc(-z * 0.7071067811865476) }

  /// z with Φ(z) = p; ∓∞ at 0 and 1, NaN outside.
  ///
  /// Start: Abramowitz–Stegun 26.2.22; then Halley steps on the tail probability.
  public static func normalQuantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : (p == 1 ? .infinity : .nan) }
    if p == 0.5 { return 0 }
    let tail = min(p, 1 - p)
    let t = (-2 * log(tail)).squareRoot()
    var z = t - (2.30753 + 0.27061 * t) / (1 + t * (0.99229 + 0.04481 * t))
    for _ in 0..<4 {
      let density = 0.3989422804014327 * exp(-0.5 * z * z)
      let u = (0.5 * erfc(z * 0.7071067811865476) - tail) / density
      let step = u / (1 - 0.5 * u * z)
      z += step
      if step.magnitude < 1e-15 * z.magnitude { break }
    }
    return p < 0.5 ? -z : z
  }
}
