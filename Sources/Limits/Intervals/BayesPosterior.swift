import Core
import Numerics

/// Posterior of the signal for a prior flat in s ≥ 0.
///
/// The tail of the posterior is a ratio of counting probabilities, since ∫_s^∞ P(n|x+B) dx = P(N ≤ n|s+B):
///
///     T(s) = E_B[P(N ≤ n | s + B)] / E_B[P(N ≤ n | B)]
///
/// with B gamma-distributed, E_B by the negative binomial: P(N ≤ n | s + B) is a convolution of the Poisson
/// and the negative-binomial probabilities. That is CL_s of one count, hence the known equality of the two
/// upper limits.
///
/// A log-normal efficiency e = exp(σz) multiplies s: ∫_s^∞ P(n|xe+B)dx = P(N ≤ n|se+B)/e, so every e is weighted
/// with 1/e. Under the normal density of z that weight shifts z by −σ: T is E_e[tail(s·e·exp(−σ²))], and
/// the limit is the hybrid one times exp(σ²).
///
/// - Numerics: 1e-10; the average over e by Gauss–Hermite of 64 points (1e-8 up to 100 % error).
/// - Checked by: `BayesIntervalTests` (direct integration of the posterior)
struct BayesPosterior {
  let observation: CountingObservation
  /// Σ_{k ≤ m} E_B P(B-counts = k), m = 0 … n, in units of the largest probability.
  private let cumulative: [Double]
  private let rule: GaussHermite
  private let sigma: Double

  init(_ observation: CountingObservation) throws {
    try observation.requireKnownBackgroundModel("bayes")
    guard observation.backgroundError == 0 || observation.background > 0 else {
      throw HermeticError(
        .configuration,
        "background = 0 with background_error = \(observation.backgroundError) (a gamma distribution of "
          + "mean 0 has no width). Give the mean of your belief.")
    }
    self.observation = observation
    let logs = (0...observation.observed).map {
      SpecialFunctions.logGammaPoissonProbability(
        $0, mean: observation.background, standardDeviation: observation.backgroundError)
    }
    // Only ratios matter: scaled to the largest, nothing underflows.
    let largest = logs.max() ?? 0
    var sum = 0.0
    cumulative = logs.map {
      sum += exp($0 - largest)
      return sum
    }
    sigma = log1p(observation.efficiencyError)
    rule = GaussHermite(count: observation.efficiencyError > 0 ? 64 : 1)
  }

  /// T(s) = P(signal > s | data)
  func tail(_ signal: Double) -> Double {
    if observation.efficiencyError == 0 { return tailAtEfficiency(signal) }
    let shift = exp(-sigma * sigma)
    return rule.average { tailAtEfficiency(signal * shift * exp(sigma * $0)) }
  }

  private func tailAtEfficiency(_ signal: Double) -> Double {
    if observation.backgroundError == 0 {
      let n = Double(observation.observed + 1)
      let whole = SpecialFunctions.regularizedGammaQ(n, observation.background)
      if whole > 1e-280 {
        return SpecialFunctions.regularizedGammaQ(n, observation.background + signal) / whole
      }
    }
    // Σ_j P(S = j | s) P(B ≤ n − j), by recurrence from the largest term both ways.
    let n = observation.observed
    let start = min(n, Int(min(signal, 1e9)))
    let first = SpecialFunctions.poissonProbability(start, mean: signal)
    var sum = first * cumulative[n - start]
    var term = first
    for j in stride(from: start + 1, through: n, by: 1) {
      term *= signal / Double(j)
      sum += term * cumulative[n - j]
      if term < 1e-40 * first { break }
    }
    term = first
    for j in stride(from: start, to: 0, by: -1) {
      term *= Double(j) / signal
      sum += term * cumulative[n - j + 1]
      if term < 1e-40 * first { break }
    }
    return sum / cumulative[n]
  }

  /// s with T(s) = p
  private func quantile(tail p: Double) throws -> Double {
    var high = Double(observation.observed) + 3
    while tail(high) > p { high *= 2 }
    guard let value = BrentRootFinder().root(between: 0, and: high, { tail($0) - p }) else {
      throw HermeticError(.numerics, "the posterior is not a number near \(high) events.")
    }
    return value
  }

  func interval(_ level: Double, _ bounds: IntervalBounds) throws -> CountingInterval {
    var lower = 0.0
    var upper = 0.0
    switch bounds {
    case .upper: upper = try quantile(tail: 1 - level)
    case .central:
      lower = try quantile(tail: 0.5 * (1 + level))
      upper = try quantile(tail: 0.5 * (1 - level))
    case .shortest: (lower, upper) = try shortest(level)
    }
    return CountingInterval(
      lower: lower, upper: upper, method: "Bayes, flat prior, \(bounds.rawValue) interval",
      confidenceLevel: level, status: .converged,
      relativeError: bounds == .shortest ? 1e-6 : observation.efficiencyError > 0 ? 1e-8 : 1e-10,
      warning: "")
  }

  /// The width b(p) − a(p) of intervals with tail probabilities (p + CL, p) has one minimum, for the posterior
  /// has one maximum: golden section in p.
  private func shortest(_ level: Double) throws -> (Double, Double) {
    func edges(_ p: Double) throws -> (Double, Double) {
      (p + level >= 1 ? 0 : try quantile(tail: p + level), try quantile(tail: p))
    }
    var low = 1e-12
    var high = 1 - level
    let ratio = 0.6180339887498949
    for _ in 0..<60 {
      let a = high - ratio * (high - low)
      let b = low + ratio * (high - low)
      let (widthA, widthB) = (try edges(a), try edges(b))
      if widthA.1 - widthA.0 < widthB.1 - widthB.0 { high = b } else { low = a }
    }
    let interior = try edges(0.5 * (low + high))
    // A posterior that falls from 0 on is shortest at the border.
    let border = try edges(1 - level)
    return border.1 - border.0 <= interior.1 - interior.0 ? border : interior
  }
}
