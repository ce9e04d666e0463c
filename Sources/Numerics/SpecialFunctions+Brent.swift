/// Root of a continuous function by Brent's method: inverse quadratic interpolation or secant where
/// they behave, bisection where not, so never slower than bisection by more than a constant.
///
/// R. P. Brent, "Algorithms for Minimization without Derivatives" (1973), chapter 4.
public struct BrentRootFinder {
  /// Stop when the bracket is narrower than relative·|x| + absolute.
  public var relativeTolerance: Double
  public var absoluteTolerance: Double

  public init(relativeTolerance: Double = 1e-13, absoluteTolerance: Double = 0) {
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
  }

  /// - Returns: the root between `a` and `b`, or nil when f does not change sign there or is NaN.
  public func root(between a: Double, and b: Double, _ f: (Double) -> Double) -> Double? {
    root(between: a, valued: f(a), and: b, valued: f(b), f)
  }

  /// The same for callers that already know f at both ends.
  public func root(
    between a: Double, valued fa: Double, and b: Double, valued fb: Double, _ f: (Double) -> Double
  ) -> Double? {
    if fa == 0 { return a }
    if fb == 0 { return b }
    guard fa.sign != fb.sign, !fa.isNaN, !fb.isNaN else { return nil }
    // best: the latest and best estimate; other: the far end of the bracket; previous: the one before.
    var (best, fBest) = (b, fb)
    var (other, fOther) = (a, fa)
    var (previous, fPrevious) = (a, fa)
    var step = b - a
    var stepBefore = step
    for _ in 0..<200 {
      if fOther.magnitude < fBest.magnitude {
        (previous, fPrevious) = (best, fBest)
        (best, fBest) = (other, fOther)
        (other, fOther) = (previous, fPrevious)
      }
      let tolerance =
        0.5 * (relativeTolerance * best.magnitude + absoluteTolerance) + best.ulp
      let half = 0.5 * (other - best)
      if half.magnitude <= tolerance || fBest == 0 { return best }

      var useBisection = true
      if stepBefore.magnitude > tolerance, fPrevious.magnitude > fBest.magnitude {
        let s = fBest / fPrevious
        var p: Double
        var q: Double
        if previous == other {
          p = 2 * half * s
          q = 1 - s
        } else {
          let u = fPrevious / fOther
          let v = fBest / fOther
          p = s * (2 * half * u * (u - v) - (best - previous) * (v - 1))
          q = (u - 1) * (v - 1) * (s - 1)
        }
        if p > 0 { q = -q } else { p = -p }
        if 2 * p < min(3 * half * q - (tolerance * q).magnitude, (stepBefore * q).magnitude) {
          stepBefore = step
          step = p / q
          useBisection = false
        }
      }
      if useBisection {
        step = half
        stepBefore = half
      }
      (previous, fPrevious) = (best, fBest)
      best += step.magnitude > tolerance ? step : (half > 0 ? tolerance : -tolerance)
      fBest = f(best)
      if fBest.isNaN { return nil }
      if fBest.sign == fOther.sign {
        (other, fOther) = (previous, fPrevious)
        step = best - previous
        stepBefore = step
      }
    }
    return best
  }
}
