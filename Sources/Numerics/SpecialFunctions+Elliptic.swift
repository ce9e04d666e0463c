extension SpecialFunctions {
  /// The general complete elliptic integral, by Bulirsch's form of the arithmetic–geometric mean [1].
  ///
  ///     cel(k′, p, a, b) = ∫₀^{π/2} (a cos²φ + b sin²φ) / [(cos²φ + p sin²φ) √(cos²φ + k′² sin²φ)] dφ
  ///
  /// K(k) = cel(k′, 1, 1, 1), E(k) = cel(k′, 1, 1, k′²).
  ///
  /// - Valid: k′ ≠ 0, p > 0
  /// - Numerics: 1e-14 of |a| and |b| times the integral without them
  /// - Checked by: `EllipticIntegralTests` (quadrature, Legendre's relation)
  ///
  /// [1] Bulirsch, Numer. Math. 7 (1965) 78 and 13 (1969) 305
  public static func completeElliptic(_ complement: Double, _ p: Double, _ a: Double, _ b: Double) -> Double {
    var mean = 1.0
    var other = complement.magnitude
    var product = other
    var root = p.squareRoot()
    var (a, b) = (a, b / root)
    while true {
      let before = a
      a += b / root
      let ratio = product / root
      b = 2 * (b + before * ratio)
      root += ratio
      let last = mean
      mean += other
      // The difference squares from step to step.
      if (last - other).magnitude <= 1e-8 * last { break }
      other = 2 * product.squareRoot()
      product = other * mean
    }
    return 0.5 * Double.pi * (b + a * mean) / (mean * (mean + root))
  }
}
