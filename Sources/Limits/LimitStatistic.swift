/// The quantity that must fall to 1 − CL at the upper limit.
public enum LimitStatistic: String, CaseIterable, Sendable {
  /// CL_s = p(s+b) / p(b): never excludes a signal to which the experiment has no sensitivity [1].
  ///
  /// [1] A. L. Read, J. Phys. G 28 (2002) 2693.
  case cls = "cls"
  /// CL_{s+b} alone: exact frequentist coverage, but can exclude a zero signal after a downward
  /// fluctuation.
  case clsPlusB = "cls+b"
}

/// How the outcomes of several channels are ranked from background-like to signal-like.
///
/// Any fixed ranking gives valid p-values; a better one gives stronger expected limits. One channel is
/// ranked by its count in all three.
public enum CountOrdering: String, CaseIterable, Sendable {
  /// ln Q = Σ nᵢ ln(1 + μ₀sᵢ/bᵢ), Q the likelihood ratio of LEP and the Tevatron [1], at nominal rates
  /// and at the μ₀ that gives three signal events in all: near the limit of a clean search, and
  /// independent of the coupling at which sᵢ was quoted.
  ///
  /// [1] A. L. Read, CERN-2000-005, p. 81.
  case likelihoodRatio = "likelihood_ratio"
  /// The same at μ₀ = 1, for comparison with results that fix the signal hypothesis.
  case likelihoodRatioAtUnitSignal = "likelihood_ratio_unit_signal"
  /// Σ nᵢ over the channels that expect signal.
  case totalCount = "total_count"
}
