import Core
import Numerics

/// p-values of q_μ and q̃_μ from their asymptotic distributions.
///
/// With q the observed value and q_A that of the background's Asimov data (EPJ C 71 (2011) 1554, Eqs. 57–70)
///
///     √q ≤ √q_A:  CL_{s+b} = 1 − Φ(√q),               CL_b = 1 − Φ(√q − √q_A)
///     above (q̃): CL_{s+b} = 1 − Φ((q+q_A)/2√q_A),    CL_b = 1 − Φ((q−q_A)/2√q_A)
///
/// - Validity: many expected events. At n = 0 and small b the limit is 41 % too strong.
/// - Checked by: `AsymptoticReferenceTests`, `PeerWorkspaceTests`.
struct AsymptoticTest {
  let observed: ProfileLikelihood
  let asimov: ProfileLikelihood
  let statistic: TestStatistic
  /// The background-only fit to the data, which the Asimov data come from.
  let backgroundParameters: [Double]
  let backgroundRates: [Double]

  init(_ layout: LikelihoodLayout, _ statistic: TestStatistic) throws {
    self.statistic = statistic
    observed = try ProfileLikelihood(layout)
    observed.setLowerBound(statistic)
    try observed.freeFit()
    let data = try observed.asimov(0)
    backgroundParameters = data.parameters
    backgroundRates = data.counts
    asimov = try ProfileLikelihood(layout)
    asimov.setLowerBound(statistic)
    asimov.dataName = "the background's Asimov data"
    asimov.evaluator.setData(counts: data.counts, auxiliary: data.auxiliary)
    asimov.setWarmStart(data.parameters)
    asimov.anchors = [data.parameters]
  }

  /// √q_A and its derivative. The Asimov data fit their own parameters exactly: the minimum is 0.
  func asimovRoot(_ strength: Double) throws -> (value: Double, slope: Double) {
    let (value, slope) = try asimov.conditional(strength)
    let root = max(0, 2 * value).squareRoot()
    return (root, root > 0 ? slope / root : 0)
  }

  struct Confidence {
    var signalPlusBackground: Double
    var background: Double
    var statistic: Double
    var asimovStatistic: Double
    var signal: Double { signalPlusBackground / background }
  }

  func confidence(_ strength: Double) throws -> Confidence {
    let q = try observed.upperStatistic(strength)
    let root = q.squareRoot()
    let asimovRoot = try asimovRoot(strength).value
    let upper: Double
    let lower: Double
    if statistic == .qMu || root <= asimovRoot || asimovRoot == 0 {
      upper = root
      lower = root - asimovRoot
    } else {
      upper = (q + asimovRoot * asimovRoot) / (2 * asimovRoot)
      lower = (q - asimovRoot * asimovRoot) / (2 * asimovRoot)
    }
    return Confidence(
      signalPlusBackground: SpecialFunctions.normalCumulative(-upper),
      background: SpecialFunctions.normalCumulative(-lower), statistic: q,
      asimovStatistic: asimovRoot * asimovRoot)
  }

  /// CL_s (or CL_{s+b}) when the data fluctuate by n σ from background: (1 − Φ(√q_A − n))/Φ(n).
  static func expected(_ asimovRoot: Double, _ deviations: Double, _ limit: LimitStatistic) -> Double {
    let upper = SpecialFunctions.normalCumulative(deviations - asimovRoot)
    return limit == .cls ? upper / SpecialFunctions.normalCumulative(deviations) : upper
  }

  /// The √q_A at which `expected` equals 1 − CL; ≤ 0 when even μ = 0 is excluded (CL_{s+b} only).
  static func expectedRoot(_ deviations: Double, _ limit: LimitStatistic, level: Double) -> Double {
    let p = (1 - level) * (limit == .cls ? SpecialFunctions.normalCumulative(deviations) : 1)
    return deviations - SpecialFunctions.normalQuantile(p)
  }

  /// μ with √q_A(μ) = root, by Newton's method kept inside a bracket.
  func strength(asimovRoot target: Double, near guess: Double) throws -> Double {
    var low = 0.0
    var high = Double.infinity
    var strength = guess
    for _ in 0..<200 {
      let (value, slope) = try asimovRoot(strength)
      if value < target { low = strength } else { high = strength }
      var next = strength + (target - value) / slope
      if !(next > low && next < high) { next = high < .infinity ? 0.5 * (low + high) : 3 * strength }
      next = min(next, 8 * strength)
      guard next < 1e11 else { break }
      if (next - strength).magnitude <= 1e-10 * next { return next }
      strength = next
    }
    throw HermeticError(
      .numerics,
      "no signal strength below 1e11 is excluded (√q_A = \(target) is not reached). Is there a signal in any "
        + "bin, and does it scale with the parameter of interest?")
  }
}
