import Numerics

/// Pseudo-experiments of one hypothesis. The k-th one is a function of (seed, k, hypothesis) alone.
struct ToyGenerator {
  /// Where nuisance parameters come from, and what is fluctuated.
  enum Kind {
    /// Parameters at the conditional fit to the data; counts and auxiliary data fluctuate.
    case frequentist
    /// Parameters drawn from their auxiliary measurements (Gaussian, gamma); counts fluctuate, auxiliary
    /// data stay as observed (Cousins and Highland, NIM A 320 (1992) 331).
    case hybrid
  }

  let layout: LikelihoodLayout
  let kind: Kind
  let seed: UInt64
  /// 0: background, 1: signal and background. Both use the same numbers for the same toy when equal.
  let hypothesis: UInt64
  /// Internal order, μ included.
  let parameters: [Double]
  let rates: [Double]

  /// Overwrites the evaluator's data with those of toy `index`. `scratch` holds one number per parameter.
  func fill(_ evaluator: LikelihoodEvaluator, toy index: UInt64) {
    var stream = RandomStream(seed: seed, event: index, track: hypothesis, purpose: .toys)
    let counts = evaluator.counts
    switch kind {
    case .frequentist:
      for bin in 0..<layout.binCount { counts[bin] = stream.poisson(mean: rates[bin]) }
      let t = evaluator.tables
      for k in 0..<t.constraintCount {
        let constraint = t.constraints[k]
        let value = parameters[constraint.parameter]
        evaluator.auxiliary[constraint.parameter] =
          constraint.isPoisson
          ? stream.poisson(mean: constraint.scale * value) : value + stream.normal() / constraint.scale
      }
    case .hybrid:
      let x = evaluator.trial.x
      for parameter in 0..<layout.count { x[parameter] = parameters[parameter] }
      let t = evaluator.tables
      for k in 0..<t.constraintCount {
        let constraint = t.constraints[k]
        let index = constraint.parameter
        if layout.isFixed[index] { continue }
        let center = layout.auxiliary[index]
        let drawn =
          constraint.isPoisson
          ? center / constraint.scale * stream.gamma(shape: center)
          : center + stream.normal() / constraint.scale
        x[index] = max(layout.lower[index], min(layout.upper[index], drawn))
      }
      evaluator.evaluate(evaluator.trial, derivatives: false)
      for bin in 0..<layout.binCount { counts[bin] = stream.poisson(mean: max(0, t.rates[bin])) }
    }
  }
}
