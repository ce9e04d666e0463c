import Core

/// Limits on a number of signal events from one count.
public enum CountingLimit {
  /// CL_s upper limit on the expected number of signal events.
  ///
  ///     CL_s(s) = E[P(N ≤ n | s·e + B)] / E[P(N ≤ n | B)] = 1 − CL
  ///
  /// - Parameters: background and its absolute error (gamma-distributed); efficiencyError: relative,
  ///   e log-normal with κ = 1 + efficiencyError; confidenceLevel in (0.5, 0.9999)
  /// - Returns: events. Without errors equal to the Bayesian limit of a flat prior; −ln(1 − CL) for n = 0
  ///   and any background.
  public static func events(
    observed: Int, background: Double, backgroundError: Double = 0, efficiencyError: Double = 0,
    confidenceLevel: Double = 0.9
  ) throws -> UpperLimit {
    let model = try CountingModel(channels: [
      CountingChannel(
        name: "count", signal: 1, background: background, backgroundError: backgroundError,
        observed: observed,
        signalUncertainties: efficiencyError == 0 ? [:] : ["efficiency": efficiencyError])
    ])
    var limit = try model.upperLimit(confidenceLevel: confidenceLevel)
    limit.quantity = "events"
    return limit
  }
}
