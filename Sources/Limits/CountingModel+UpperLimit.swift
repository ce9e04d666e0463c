import Core
import Numerics

extension CountingModel {
  /// Upper limit on μ, observed and expected, by exact counting.
  ///
  /// The five expected values are the limits of the outcomes at the −2σ … +2σ quantiles of ln Q under
  /// background alone: the smallest outcome whose cumulative probability reaches Φ(−2) … Φ(2).
  ///
  /// - Parameters: nil means the model's own choice (0.9, CLs, ln Q unless a card said otherwise)
  /// - Numerics: 1e-9 relative without or with few nuisances; `relativeError` says what was reached.
  /// - Checked by: `HybridReferenceTests`, `CountingModelTests`, `CoverageTests`
  public func upperLimit(
    confidenceLevel: Double? = nil, statistic: LimitStatistic? = nil, ordering: CountOrdering? = nil
  ) throws -> UpperLimit {
    let level = confidenceLevel ?? self.confidenceLevel
    let statistic = statistic ?? self.statistic
    let ordering = ordering ?? self.ordering
    try CountingModel.validate(confidenceLevel: level, name: "confidenceLevel")

    let (outcomes, background, quantiles) = try rankedOutcomes(ordering)
    var solver = LimitSolver(
      outcomes: outcomes, background: background, channels: channels, exclusion: log(1 - level),
      statistic: statistic)
    let observed = try solver.limit(atTotal: outcomes.observed)
    let expected = try quantiles.map { try solver.limit(atTotal: $0).value }
    let worst = solver.worstError

    let kind = statistic == .cls ? "CLs" : "CLs+b"
    let isHybrid = channels.contains { channel in
      channel.signal > 0
        && (channel.backgroundError > 0 || channel.signalUncertainties.values.contains { $0 > 0 })
    }
    let clb = observed.test.backgroundConfidence
    return UpperLimit(
      quantity: "mu", value: observed.value, expectedMinus2: expected[0], expectedMinus1: expected[1],
      expectedMedian: expected[2], expectedPlus1: expected[3], expectedPlus2: expected[4],
      confidenceLevel: level, statistic: statistic, ordering: ordering,
      method: isHybrid ? "hybrid \(kind), exact counting" : "exact Poisson \(kind)",
      backgroundConfidence: clb,
      signalPlusBackgroundConfidence: observed.isEmpty
        ? clb : (statistic == .cls ? (1 - level) * clb : 1 - level),
      backgroundPValue: min(1, max(0, 1 - clb + observed.test.probabilityAtTotal)),
      status: observed.isEmpty ? .empty : (worst > 1e-4 ? .limitedPrecision : .converged),
      relativeError: worst, nuisancePoints: solver.largestPointCount,
      orderingResolution: outcomes.unit)
  }

  /// The ranking, with enough states for the +2σ quantile of background, and T at the five quantiles.
  private func rankedOutcomes(_ ordering: CountOrdering) throws
    -> (OrderedOutcomes, BackgroundOutcomes, [Int])
  {
    let probabilities = [-2.0, -1, 0, 1, 2].map(SpecialFunctions.normalCumulative)
    let weights = OrderedOutcomes.weights(channels, ordering)
    var mean = 0.0
    var variance = 0.0
    for (w, channel) in zip(weights, channels) {
      mean += w * channel.background
      variance +=
        w * w * (channel.background + channel.backgroundError * channel.backgroundError)
    }
    // Cantelli's inequality: 6.6 standard deviations always hold the +2σ quantile.
    for deviations in [2.2, 3, 4.5, 7] {
      let bound = mean + deviations * variance.squareRoot()
      let outcomes = try OrderedOutcomes(channels: channels, ordering: ordering, bound: bound)
      let background = BackgroundOutcomes(outcomes, channels: channels, upTo: outcomes.states.last!)
      let scale = exp(background.logScale)
      let quantiles = probabilities.compactMap { p in
        // 1 − 1e-13: a cumulative sum that equals p must not miss it by rounding.
        background.cumulative.firstIndex { $0 * scale >= p * (1 - 1e-13) }
      }
      if quantiles.count == 5 { return (outcomes, background, quantiles.map { outcomes.states[$0] }) }
    }
    throw HermeticError(
      .numerics, "the background's quantiles were not found (its probabilities do not add up).")
  }
}
