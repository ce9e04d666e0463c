import Numerics

/// Quantiles of the gamma distribution of mean 1, tabulated against the normal deviate z of the
/// probability: cubic Hermite interpolation of ln x with exact derivatives, 1e-7 for |z| < 6.
struct GammaQuantileTable {
  private static let step = 0.1
  private static let edge = 6.0
  let shape: Double
  private let logs: [Double]
  private let slopes: [Double]

  init(shape: Double) {
    self.shape = shape
    let n = Int((2 * GammaQuantileTable.edge / GammaQuantileTable.step).rounded())
    var logs: [Double] = []
    var slopes: [Double] = []
    for k in 0...n {
      let z = -GammaQuantileTable.edge + GammaQuantileTable.step * Double(k)
      let tail = SpecialFunctions.normalCumulative(-z.magnitude)
      // The smaller tail is matched, so that both ends keep their relative accuracy.
      let f = { (y: Double) -> Double in
        let x = shape * exp(y)
        let p =
          z < 0
          ? SpecialFunctions.regularizedGammaP(shape, x) : SpecialFunctions.regularizedGammaQ(shape, x)
        return (z < 0 ? 1 : -1) * (log(max(p, 1e-320)) - log(tail))
      }
      var low = -1 - 12 / shape.squareRoot()
      var high = 1.0
      while f(low) > 0, low > -1e6 { low *= 2 }
      while f(high) < 0, high < 600 { high *= 2 }
      let y = BrentRootFinder(relativeTolerance: 1e-13, absoluteTolerance: 1e-13).root(
        between: low, and: high, f)
      let value = y ?? logs.last ?? 0
      // dP/dy = x^a e^(−x)/Γ(a), dP/dz = φ(z).
      let x = shape * exp(value)
      let density = exp(shape * log(x) - x - SpecialFunctions.logGamma(shape))
      logs.append(value)
      slopes.append(0.3989422804014327 * exp(-0.5 * z * z) / density)
    }
    self.logs = logs
    self.slopes = slopes
  }

  func value(normal z: Double) -> Double {
    let position = (max(-5.999, min(5.999, z)) + GammaQuantileTable.edge) / GammaQuantileTable.step
    let k = Int(position)
    let t = position - Double(k)
    let u = 1 - t
    let y =
      u * u * (1 + 2 * t) * logs[k] + t * t * (1 + 2 * u) * logs[k + 1]
      + GammaQuantileTable.step * (u * u * t * slopes[k] - t * t * u * slopes[k + 1])
    return exp(y)
  }
}
