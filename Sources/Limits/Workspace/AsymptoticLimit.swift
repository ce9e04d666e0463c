import Core
import Numerics

extension AsymptoticTest {
  /// Observed and expected limits; `validity` says what speaks against the asymptotic formulae.
  func limit(level: Double, _ limit: LimitStatistic) throws -> WorkspaceLimit {
    let signal = try SignalStrengthScale(observed, background: backgroundRates)
    // Expected: √q_A is known in closed form, μ by Newton's method.
    var guess = signal.guess
    var expected: [Double] = []
    for deviations in [-2.0, -1, 0, 1, 2] {
      let root = AsymptoticTest.expectedRoot(deviations, limit, level: level)
      if root <= 0 {
        expected.append(0)
        continue
      }
      guess = try strength(asimovRoot: root, near: guess)
      expected.append(guess)
      // √q_A is nearly proportional to μ.
      let next = AsymptoticTest.expectedRoot(deviations + 1, limit, level: level)
      guess *= max(1, min(4, next / root))
    }
    let median = expected[2] > 0 ? expected[2] : guess
    let (value, confidence) = try observedLimit(level, limit, near: median)
    var warnings: [String] = []
    if signal.effectiveBackground < 5 {
      warnings.append(
        "asymptotic formulae are not valid here: the effective background is "
          + "\(rounded(signal.effectiveBackground)) events (they need about 5 or more). At n = 0 they exclude 41 % "
          + "too much. Use method \"hybrid\" or \"toys\".")
    }
    let upper = observed.layout.upper[observed.interest]
    if observed.layout.interestHasBounds, value > upper {
      warnings.append(
        "the limit lies above the workspace's own bound of \(upper) on the parameter of interest.")
    }
    let kind = limit == .cls ? "CLs" : "CLs+b"
    return WorkspaceLimit(
      value: value, expected: expected, confidenceLevel: level, statistic: limit, testStatistic: statistic,
      method: "asymptotic \(kind), \(statistic.rawValue)", status: value > 0 ? .converged : .empty, error: 0,
      expectedErrors: [0, 0, 0, 0, 0], signalPlusBackgroundConfidence: confidence.signalPlusBackground,
      backgroundConfidence: confidence.background, bestFitStrength: observed.bestStrength,
      effectiveBackground: signal.effectiveBackground, warnings: warnings)
  }

  private func observedLimit(_ level: Double, _ limit: LimitStatistic, near guess: Double) throws
    -> (Double, Confidence)
  {
    let target = log(1 - level)
    var failure: Error?
    func f(_ strength: Double) -> Double {
      do {
        let c = try confidence(strength)
        return log(limit == .cls ? c.signal : c.signalPlusBackground) - target
      } catch {
        failure = failure ?? error
        return .nan
      }
    }
    var low = max(0, observed.bestStrength)
    var fLow = limit == .cls ? log(0.5) - target : f(low)
    if limit == .clsPlusB, fLow <= 0 { return (0, try confidence(0)) }
    if low == 0, limit == .cls { fLow = -target }
    var high = max(guess, low + 0.5 * guess)
    var fHigh = f(high)
    var tries = 0
    while fHigh > 0, tries < 100 {
      (low, fLow) = (high, fHigh)
      high = 1.5 * high
      fHigh = f(high)
      tries += 1
    }
    let root = BrentRootFinder(relativeTolerance: 1e-11).root(
      between: low, valued: fLow, and: high, valued: fHigh, f)
    if let failure { throw failure }
    guard let value = root, value > 0, value < .infinity else {
      throw HermeticError(
        .numerics, "CLs does not reach 1 − CL between μ = \(low) and \(high). Is there a signal in any bin?")
    }
    return (value, try confidence(value))
  }
}

/// Four significant digits, for messages.
func rounded(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  let digits = pow(10, 3 - (log(value.magnitude) / 2.302585092994046).rounded(.down))
  return (value * digits).rounded() / digits
}

/// What a signal of unit strength does to the expected events.
struct SignalStrengthScale {
  /// dλ_b/dμ at μ = 0.
  let perBin: [Double]
  /// Where a limit may be looked for first.
  let guess: Double
  /// (Σs)²/Σ(s²/b): 0 when a bin with signal has no background.
  let effectiveBackground: Double

  /// - Parameter background: expected events per bin at μ = 0, at the fitted nuisances
  init(_ profile: ProfileLikelihood, background: [Double]) throws {
    let evaluator = profile.evaluator
    var parameters = profile.layout.initial
    parameters[profile.interest] = 0
    evaluator.setParameters(parameters)
    let none = evaluator.expectedRates()
    parameters[profile.interest] = 1
    evaluator.setParameters(parameters)
    let one = evaluator.expectedRates()
    perBin = zip(one, none).map { max(0, $0 - $1) }
    let total = perBin.reduce(0, +)
    guard total > 0 else {
      throw HermeticError(
        .configuration,
        "no bin expects more events when \"\(profile.layout.measurement.parameterOfInterest)\" grows (no signal, so "
          + "nothing can be excluded).")
    }
    var information = 0.0
    for (s, b) in zip(perBin, background) where s > 0 { information += s * s / max(b, 1e-300) }
    effectiveBackground = total * total / information
    guess = min(3 / total + 2 / information.squareRoot(), 1e9)
  }
}
