import Core
import Numerics

extension CountingModel {
  /// Mean upper limit of experiments without a signal, Σ_T P(T | background) μ_lim(T): what a selection is
  /// optimised on, for it is smooth where the median jumps from count to count.
  ///
  /// - Numerics: outcomes up to a cumulative probability of 1 − 1e-7; with more than 400 of them, 64 equal
  ///   shares of probability (1e-3).
  /// - Checked by: `ProjectionTests` (`expected_exact_cls.json`, column mean)
  public func meanExpectedLimit() throws -> Double {
    let weights = OrderedOutcomes.weights(channels, ordering)
    var mean = 0.0
    var variance = 0.0
    for (w, channel) in zip(weights, channels) {
      mean += w * channel.background
      variance += w * w * (channel.background + channel.backgroundError * channel.backgroundError)
    }
    let largest = weights.max() ?? 0
    for deviations in [6.0, 12, 24, 48] {
      let bound = mean + deviations * variance.squareRoot() + 4 * largest
      // The observed count would only lengthen the list of outcomes.
      var unobserved = channels
      for k in unobserved.indices { unobserved[k].observed = 0 }
      let outcomes = try OrderedOutcomes(channels: unobserved, ordering: ordering, bound: bound)
      let background = BackgroundOutcomes(outcomes, channels: unobserved, upTo: outcomes.states.last!)
      let scale = exp(background.logScale)
      guard let last = background.cumulative.last, last * scale > 1 - 1e-7 else { continue }
      var solver = LimitSolver(
        outcomes: outcomes, background: background, channels: unobserved,
        exclusion: log(1 - confidenceLevel), statistic: statistic)
      let relevant = outcomes.states.indices.filter { background.probabilities[$0] * scale > 1e-11 }
      var sum = 0.0
      var norm = 0.0
      if relevant.count <= 400 {
        for k in relevant {
          let probability = background.probabilities[k] * scale
          sum += probability * (try solver.limit(atTotal: outcomes.states[k]).value)
          norm += probability
        }
        return sum / norm
      }
      for share in 0..<64 {
        let p = (Double(share) + 0.5) / 64
        let k = background.cumulative.firstIndex { $0 * scale >= p } ?? relevant.last!
        sum += try solver.limit(atTotal: outcomes.states[k]).value / 64
      }
      return sum
    }
    throw HermeticError(
      .capacity, "the background has outcomes beyond 48 standard deviations. Merge channels.")
  }
}
