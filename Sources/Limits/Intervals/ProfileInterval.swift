import Core
import Numerics

/// Interval from the profile likelihood of one count, after Rolke, López and Conrad [1].
///
///     n ~ Poisson(s·e + b),   e ~ Gauss(1, δe),   b ~ Gauss(b₀, δb) or m ~ Poisson(τ b)
///     −2 ln λ(s) = min_{b,e} f(s, b, e) − min_{s≥0,b,e} f ≤ z²
///
/// f is convex in (b, e), because the mean is linear in them. Its stationary point has n/(se + b) − 1 = t with
/// b = b₀ + δb² t, e = 1 + δe² s t, so that the mean solves a quadratic equation; the borders b = 0 and e = 0
/// give the other candidates. With a sideband b = m/(τ − t) and t is the root of a rising function.
///
/// `central` (default) uses z = Φ⁻¹((1+CL)/2), `upper` z = Φ⁻¹(CL). s ≥ 0 bounds the best fit.
///
/// - Approximation: Wilks' theorem. At n = 0 it gives z²/2 (1.353 at 90 %, central) where 2.303 is exact: every
///   result with fewer than 5 events says so.
/// - Checked by: `ProfileIntervalTests` (brute-force minimisation, 1e-6)
///
/// [1] W. A. Rolke, A. M. López, J. Conrad, Nucl. Instrum. Meth. A 551 (2005) 493, physics/0403059.
struct ProfileInterval {
  let observation: CountingObservation
  private let n: Double
  private let efficiencyVariance: Double

  init(_ observation: CountingObservation) throws {
    self.observation = observation
    n = Double(observation.observed)
    efficiencyVariance = observation.efficiencyError * observation.efficiencyError
  }

  /// 2(μ − n ln μ) up to a constant that makes the saturated value 0.
  private func count(_ mean: Double, _ observed: Double) -> Double {
    if observed == 0 { return 2 * mean }
    return mean > 0 ? 2 * (mean - observed - observed * log(mean / observed)) : .infinity
  }

  /// min over b and e of −2 ln L at fixed s.
  func profiled(_ s: Double) -> Double {
    switch observation.backgroundModel {
    case .gaussian: return profiledGaussian(s)
    case .sideband(let count, let ratio): return profiledSideband(s, Double(count), ratio)
    }
  }

  private func profiledGaussian(_ s: Double) -> Double {
    let b0 = observation.background
    let backgroundVariance = observation.backgroundError * observation.backgroundError
    var best = Double.infinity
    // Which of (b, e) are free; the others stand at 0 (or at their known value).
    for freeB in [true, false] {
      for freeE in [true, false] {
        let widthB = freeB ? backgroundVariance : 0
        let widthE = freeE ? efficiencyVariance : 0
        let startB = freeB ? b0 : 0
        let startE = freeE ? 1.0 : 0
        if !freeB && backgroundVariance == 0 || !freeE && efficiencyVariance == 0 { continue }
        let variance = widthB + s * s * widthE
        let start = s * startE + startB
        let mean: Double
        if variance == 0 {
          mean = start
        } else {
          let p = start - variance
          let root = (p * p + 4 * variance * n).squareRoot()
          // The form without cancellation for either sign of p.
          mean = p >= 0 ? 0.5 * (p + root) : (n == 0 ? 0 : 2 * variance * n / (root - p))
        }
        let t = variance == 0 ? 0 : (mean - start) / variance
        let b = startB + widthB * t
        let e = startE + widthE * s * t
        guard b >= 0, e >= 0 else { continue }
        var value = count(s * e + b, n)
        if backgroundVariance > 0 { value += (b - b0) * (b - b0) / backgroundVariance }
        if efficiencyVariance > 0 { value += (e - 1) * (e - 1) / efficiencyVariance }
        best = min(best, value)
      }
    }
    return best
  }

  private func profiledSideband(_ s: Double, _ off: Double, _ ratio: Double) -> Double {
    func efficiency(_ t: Double) -> Double { max(0, 1 + efficiencyVariance * s * t) }
    func value(_ b: Double, _ e: Double) -> Double {
      var value = count(s * e + b, n) + count(ratio * b, off)
      if efficiencyVariance > 0 { value += (e - 1) * (e - 1) / efficiencyVariance }
      return value
    }
    func excess(_ t: Double) -> Double { (s * efficiency(t) + off / (ratio - t)) * (1 + t) - n }
    if off == 0 {
      let e = efficiency(ratio)
      let needed = n / (1 + ratio) - s * e
      if needed > 0 { return value(needed, e) }
    }
    let high = ratio * (1 - 1e-15)
    guard n > 0, let t = BrentRootFinder(absoluteTolerance: 1e-15).root(between: -1, and: high, excess)
    else { return value(off / (ratio + 1), efficiency(-1)) }
    return value(off / (ratio - t), efficiency(t))
  }

  /// The best-fitting s ≥ 0, where every nuisance stands at its measured value or s = 0.
  var bestFit: Double {
    switch observation.backgroundModel {
    case .gaussian: return max(0, n - observation.background)
    case .sideband(let count, let ratio): return max(0, n - Double(count) / ratio)
    }
  }

  func interval(_ level: Double, _ bounds: IntervalBounds) throws -> CountingInterval {
    guard bounds != .shortest else {
      throw HermeticError(
        .configuration,
        "bounds = \"shortest\" belongs to posteriors (method \"bayes\"). Use \"central\" or \"upper\" here.")
    }
    let z = SpecialFunctions.normalQuantile(bounds == .upper ? level : 0.5 * (1 + level))
    let best = bestFit
    let minimum = profiled(best)
    let excess = { (s: Double) in profiled(s) - minimum - z * z }
    var lower = 0.0
    if bounds == .central, best > 0, excess(0) > 0 {
      lower = BrentRootFinder().root(between: 0, and: best, excess) ?? 0
    }
    var high = best + 3
    while excess(high) < 0 {
      high *= 2
      guard high < 1e9 else {
        throw HermeticError(
          .numerics,
          "the profile likelihood has no upper end (efficiency_error = \(observation.efficiencyError) "
            + "lets the efficiency reach 0). Use method \"cls\" or \"bayes\".")
      }
    }
    guard let upper = BrentRootFinder().root(between: best, and: high, excess) else {
      throw HermeticError(.numerics, "the profile likelihood is not a number near \(high) events.")
    }
    let isSmall = observation.observed < 5
    return CountingInterval(
      lower: lower, upper: upper, method: "profile likelihood (Rolke-Lopez-Conrad), \(bounds.rawValue)",
      confidenceLevel: level, status: isSmall ? .outsideValidity : .converged, relativeError: 1e-10,
      warning: isSmall
        ? "the chi2 threshold is asymptotic and undercovers with so few events (at n = 0 it gives "
          + "\(0.5 * z * z)). Use \"cls\" or \"feldman_cousins\"." : "")
  }
}
