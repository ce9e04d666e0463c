extension RandomStream {
  /// A Poisson count.
  ///
  /// Mean below 20: inversion by addition of probabilities, one uniform number. Above: transformed rejection
  /// with squeeze, PTRS (W. Hörmann, Insurance Math. Econ. 12 (1993) 39).
  /// - Checked by: `PoissonSamplingTests` (χ² against the probabilities, a planted wrong mean fails).
  public mutating func poisson(mean: Double) -> Double {
    guard mean > 0 else { return 0 }
    if mean < 20 {
      var probability = exp(-mean)
      var rest = uniform() - probability
      var n = 0.0
      while rest > 0, n < 200 {
        n += 1
        probability *= mean / n
        rest -= probability
      }
      return n
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    let logMean = log(mean)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let us = 0.5 - u.magnitude
      let n = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07, v <= squeeze { return n }
      if n < 0 || (us < 0.013 && v > us) { continue }
      let left = log(v * inverseAlpha / (a / (us * us) + b))
      if left <= n * logMean - mean - SpecialFunctions.logGamma(n + 1) { return n }
    }
  }

  /// Gamma-distributed with the given shape and mean 1 (Marsaglia and Tsang, ACM TOMS 26 (2000) 363).
  public mutating func gamma(shape: Double) -> Double {
    guard shape > 0 else { return 0 }
    if shape < 1 {
      // One more, and a power of a uniform number.
      let above = gamma(shape: shape + 1) * (shape + 1)
      return above * exp(log(uniform()) / shape) / shape
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let z = normal()
      let t = 1 + c * z
      guard t > 0 else { continue }
      let v = t * t * t
      if log(uniform()) < 0.5 * z * z + d - d * v + d * log(v) { return d * v / shape }
    }
  }
}
