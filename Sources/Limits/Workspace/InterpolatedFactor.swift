import Numerics

/// A scalar factor of a sample: θ itself, or the interpolated normalisation f(α) with f(0) = 1,
/// f(1) = high, f(−1) = low.
///
///     |α| ≥ 1: f = high^α or low^(−α);   |α| < 1: a polynomial of degree 6 that joins with equal
///     value, slope and curvature ("code 4", ROOT and pyhf's default; CERN-OPEN-2012-016)
///
/// - Checked by: `InterpolationTests` (joins, derivatives by differences), `PeerWorkspaceTests`.
struct InterpolatedFactor: Equatable {
  /// Internal index of the parameter.
  let parameter: Int32
  let isLinear: Bool
  let high: Double
  let low: Double
  private let logHigh: Double
  private let logLow: Double
  /// a₁ … a₆
  private let a1: Double
  private let a2: Double
  private let a3: Double
  private let a4: Double
  private let a5: Double
  private let a6: Double

  static func linear(_ parameter: Int) -> InterpolatedFactor {
    InterpolatedFactor(parameter: parameter, high: 1, low: 1, isLinear: true)
  }

  init(parameter: Int, high: Double, low: Double, isLinear: Bool = false) {
    self.parameter = Int32(parameter)
    self.isLinear = isLinear
    self.high = high
    self.low = low
    logHigh = log(high)
    logLow = log(low)
    let slopeHigh = high * logHigh
    let slopeLow = low * logLow
    // Even part: a₂ + a₄ + a₆ = e₀, 2a₂ + 4a₄ + 6a₆ = e₁, 2a₂ + 12a₄ + 30a₆ = e₂.
    let e0 = 0.5 * (high + low) - 1
    let e1 = 0.5 * (slopeHigh + slopeLow)
    let e2 = 0.5 * (slopeHigh * logHigh + slopeLow * logLow)
    a6 = (e2 - 5 * e1 + 8 * e0) / 8
    a4 = 0.5 * (e1 - 2 * e0) - 2 * a6
    a2 = e0 - a4 - a6
    // Odd part: a₁ + a₃ + a₅ = o₀, a₁ + 3a₃ + 5a₅ = o₁, 6a₃ + 20a₅ = o₂.
    let o0 = 0.5 * (high - low)
    let o1 = 0.5 * (slopeHigh - slopeLow)
    let o2 = 0.5 * (slopeHigh * logHigh - slopeLow * logLow)
    a5 = (o2 - 3 * (o1 - o0)) / 8
    a3 = 0.5 * (o1 - o0) - 2 * a5
    a1 = o0 - a3 - a5
  }

  /// f, f′/f and f″/f. A linear factor of exactly 0 is taken as 1e-150: its derivative, f·(f′/f) = 1,
  /// survives and the likelihood of n > 0 events stays finite.
  @inline(__always) func values(at x: Double) -> (value: Double, slope: Double, curvature: Double) {
    if isLinear {
      let safe = x.magnitude < 1e-150 ? 1e-150 : x
      return (safe, 1 / safe, 0)
    }
    if x >= 1 { return (exp(x * logHigh), logHigh, logHigh * logHigh) }
    if x <= -1 { return (exp(-x * logLow), -logLow, logLow * logLow) }
    let f = 1 + x * (a1 + x * (a2 + x * (a3 + x * (a4 + x * (a5 + x * a6)))))
    let slope = a1 + x * (2 * a2 + x * (3 * a3 + x * (4 * a4 + x * (5 * a5 + x * 6 * a6))))
    let curvature = 2 * a2 + x * (6 * a3 + x * (12 * a4 + x * (20 * a5 + x * 30 * a6)))
    let inverse = 1 / f
    return (f, slope * inverse, curvature * inverse)
  }
}

/// Interpolation of shapes: Δ_b(α) = α S_b + p(α) A_b, S = (high − low)/2, A = (high + low − 2 nominal)/16,
/// p = α²(15 − 10α² + 3α⁴) for |α| < 1 and 8|α| beyond, where Δ is linear ("code 4p").
enum InterpolatedShape {
  @inline(__always) static func values(at x: Double) -> (p: Double, slope: Double, curvature: Double) {
    if x.magnitude >= 1 { return (8 * x.magnitude, x > 0 ? 8 : -8, 0) }
    let u = x * x
    return (
      u * (15 + u * (-10 + 3 * u)), x * (30 + u * (-40 + 18 * u)), 30 + u * (-120 + 90 * u)
    )
  }
}
