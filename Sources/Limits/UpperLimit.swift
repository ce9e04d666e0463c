import Core

/// An upper limit with everything needed to say how it was obtained.
public struct UpperLimit: Sendable {
  /// Whether the number can be trusted; every limit carries one.
  public enum Status: String, Sendable {
    case converged
    /// The average over nuisances is known only to `relativeError` > 1e-4.
    case limitedPrecision = "limited_precision"
    /// CL_{s+b} only: even μ = 0 is excluded by a downward fluctuation; the value is 0.
    case empty
  }

  /// What is limited: "mu" (signal strength) or "events".
  public var quantity: String
  public var value: Double
  /// Limits that background alone would give: median and ±1σ, ±2σ quantiles of its outcomes.
  public var expectedMinus2: Double
  public var expectedMinus1: Double
  public var expectedMedian: Double
  public var expectedPlus1: Double
  public var expectedPlus2: Double
  public var confidenceLevel: Double
  public var statistic: LimitStatistic
  public var ordering: CountOrdering
  /// "exact Poisson CLs", "hybrid CLs, exact counting", …
  public var method: String
  /// P(outcome at most as signal-like as observed | background only).
  public var backgroundConfidence: Double
  /// The same with the signal at the limit: CL_{s+b}; CL_s is their ratio.
  public var signalPlusBackgroundConfidence: Double
  /// P(outcome at least as signal-like as observed | background only), the p-value of an excess.
  public var backgroundPValue: Double
  public var status: Status
  /// Numerical error of the worst of the six limits, relative.
  public var relativeError: Double
  /// Points at which the nuisances were averaged; 1 without nuisances of the signal.
  public var nuisancePoints: Int
  /// Outcomes whose ln Q differ by less than about this (nats) count as equally signal-like.
  public var orderingResolution: Double

  /// −2σ … +2σ in order.
  public var expected: [Double] {
    [expectedMinus2, expectedMinus1, expectedMedian, expectedPlus1, expectedPlus2]
  }

  /// CL_s at the limit: 1 − CL for a CL_s limit.
  public var signalConfidence: Double { signalPlusBackgroundConfidence / backgroundConfidence }

  public var json: JSON {
    [
      "quantity": .string(quantity), "value": .number(value),
      "expected": [
        "minus2": .number(expectedMinus2), "minus1": .number(expectedMinus1),
        "median": .number(expectedMedian), "plus1": .number(expectedPlus1),
        "plus2": .number(expectedPlus2),
      ],
      "confidence_level": .number(confidenceLevel), "statistic": .string(statistic.rawValue),
      "ordering": .string(ordering.rawValue), "method": .string(method),
      "cl_b": .number(backgroundConfidence), "cl_s_plus_b": .number(signalPlusBackgroundConfidence),
      "cl_s": .number(signalConfidence), "background_p_value": .number(backgroundPValue),
      "status": .string(status.rawValue), "relative_error": .number(relativeError),
      "nuisance_points": .number(Double(nuisancePoints)),
      "ordering_resolution": .number(orderingResolution),
    ]
  }
}
