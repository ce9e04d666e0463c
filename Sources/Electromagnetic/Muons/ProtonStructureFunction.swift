import Numerics

/// F₂ of the proton in the parametrisation ALLM97 of Abramowicz, Levin, Levy and Maor.
///
///     F₂ = Q²/(Q² + m0²) [c_P x_P^{a_P}(1−x)^{b_P} + c_R x_R^{a_R}(1−x)^{b_R}]
///     x_i = (Q² + m_i²)/(Q² + m_i² + W² − M²),   t = ln{ln[(Q²+Q0²)/Λ²]/ln[Q0²/Λ²]}
///     rising: f1 + f2 t^f3 (a_R, b_R, b_P, c_R);   falling: f1 + (f1−f2)[1/(1+t^f3) − 1] (a_P, c_P)
///
/// - Valid: 3e-6 < x < 0.85, 0 ≤ Q² ≤ 5000 GeV², W² > 3 GeV²; the photoproduction limit included.
///
/// [1] Abramowicz, Levy, hep-ph/9712415 (parameters as corrected there in 2004).
public enum ProtonStructureFunction {
  /// f1, f2, f3 of a rising or falling term.
  private typealias Term = (Double, Double, Double)

  /// - Parameters: `q2`, `w2MinusMass2` = W² − M² in GeV²; `x` = Bjorken's
  public static func f2(q2: Double, w2MinusMass2: Double, x: Double) -> Double {
    guard x > 0, x < 1, w2MinusMass2 > 0 else { return 0 }
    let scale2 = 0.06527
    let start2 = 0.52544
    let t = max(0, log(log((q2 + start2) / scale2) / log(start2 / scale2)))
    let logT = t > 0 ? log(t) : -1e4
    func rising(_ f: Term) -> Double { f.0 + f.1 * exp(f.2 * logT) }
    func falling(_ f: Term) -> Double { f.0 + (f.0 - f.1) * (1 / (1 + exp(f.2 * logT)) - 1) }
    let pomeron = (q2 + 49.457) / (q2 + 49.457 + w2MinusMass2)
    let reggeon = (q2 + 0.15052) / (q2 + 0.15052 + w2MinusMass2)
    let logRest = log1p(-x)
    let first =
      falling((0.28067, 0.22291, 2.1979))
      * exp(
        falling((-0.0808, -0.44812, 1.1709)) * log(pomeron)
          + rising((0.36292, 1.8917, 1.8439)) * logRest)
    let second =
      rising((0.80107, 0.97307, 3.4942))
      * exp(
        rising((0.58400, 0.37888, 2.6063)) * log(reggeon)
          + rising((0.01147, 3.7582, 0.49338)) * logRest)
    return q2 / (q2 + 0.31985) * (first + second)
  }
}
