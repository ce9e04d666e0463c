import Foundation

/// χ² of counts against a density, and its probability.
enum ElectronTestStatistics {
  /// Upper tail of χ² with `degrees` degrees of freedom (series and continued fraction of Γ(a, x)).
  static func chiSquareTail(_ chi2: Double, degrees: Int) -> Double {
    let a = 0.5 * Double(degrees)
    let x = 0.5 * chi2
    guard x > 0 else { return 1 }
    let prefactor = Foundation.exp(-x + a * Foundation.log(x) - lgamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      var n = a
      while term > sum * 1e-15 {
        n += 1
        term *= x / n
        sum += term
      }
      return 1 - prefactor * sum
    }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    for i in 1..<1000 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = 1 / (an * d + b)
      c = b + an / c
      let delta = d * c
      h *= delta
      if abs(delta - 1) < 1e-14 { break }
    }
    return prefactor * h
  }

  /// p-value of `draws` samples of u in [0, 1] against bin probabilities; bins expecting fewer than 10 are
  /// joined to their neighbour.
  static func pValue(counts: [Int], probabilities: [Double]) -> Double {
    let total = Double(counts.reduce(0, +))
    let norm = probabilities.reduce(0, +)
    var chi2 = 0.0
    var bins = 0
    var expected = 0.0
    var observed = 0.0
    for i in counts.indices {
      expected += probabilities[i] / norm * total
      observed += Double(counts[i])
      if expected >= 10 {
        chi2 += (observed - expected) * (observed - expected) / expected
        bins += 1
        expected = 0
        observed = 0
      }
    }
    return chiSquareTail(chi2, degrees: max(bins - 1, 1))
  }

  /// Probability below which the smallest of n independent p-values counts as a failure, at 0.1 % overall.
  static func sidak(_ n: Int) -> Double { 1 - Foundation.pow(1 - 0.001, 1 / Double(n)) }
}
