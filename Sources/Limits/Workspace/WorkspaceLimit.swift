import Core

/// An upper limit on the signal strength of a workspace, and how it was obtained.
public struct WorkspaceLimit: Sendable {
  public var value: Double
  /// −2σ … +2σ.
  public var expected: [Double]
  public var confidenceLevel: Double
  public var statistic: LimitStatistic
  public var testStatistic: TestStatistic
  /// "asymptotic CLs, q_mu_tilde" and so on.
  public var method: String
  public var status: UpperLimit.Status
  /// Standard error of the observed limit and the expected ones; 0 unless toys were thrown.
  public var error: Double
  public var expectedErrors: [Double]
  /// CL_{s+b} and CL_b at the observed limit.
  public var signalPlusBackgroundConfidence: Double
  public var backgroundConfidence: Double
  public var bestFitStrength: Double
  /// Σs² /Σ(s²/b): the background of one bin that would be as sensitive.
  public var effectiveBackground: Double
  public var warnings: [String]
  /// What the method has to say beyond the common keys.
  public var details: [JSON.Member] = []

  public var json: JSON {
    func band(_ values: [Double]) -> JSON {
      [
        "minus2": .number(values[0]), "minus1": .number(values[1]), "median": .number(values[2]),
        "plus1": .number(values[3]), "plus2": .number(values[4]),
      ]
    }
    var members: [JSON.Member] = [
      .init("quantity", "mu"), .init("value", .number(value)), .init("expected", band(expected)),
      .init("confidence_level", .number(confidenceLevel)), .init("statistic", .string(statistic.rawValue)),
      .init("test_statistic", .string(testStatistic.rawValue)), .init("method", .string(method)),
      .init("status", .string(status.rawValue)), .init("error", .number(error)),
      .init("expected_errors", band(expectedErrors)),
      .init("cl_s_plus_b", .number(signalPlusBackgroundConfidence)),
      .init("cl_b", .number(backgroundConfidence)),
      .init("cl_s", .number(signalPlusBackgroundConfidence / backgroundConfidence)),
      .init("mu_hat", .number(bestFitStrength)),
      .init("effective_background", .number(effectiveBackground)),
      .init("warnings", .array(warnings.map { .string($0) })),
    ]
    members += details
    return .object(members)
  }
}
