import Numerics

/// −ln L of a workspace with analytic first and second derivatives. One evaluator serves one thread.
///
///     −ln L = Σ_b [ λ_b − n_b − n_b ln(λ_b/n_b) ] + Σ Gaussian ½((θ−a)/σ)²
///             + Σ Poisson [ τγ − a − a ln(τγ/a) ] + constant(data)
///
/// The sums are deviances, so that differences of large logarithms do not spoil test statistics.
/// - Checked by: `LikelihoodTests` (differences, closed forms), `PeerWorkspaceTests`.
final class LikelihoodEvaluator {
  let layout: LikelihoodLayout
  let count: Int
  let tables: LikelihoodTables
  /// Where row i of a packed Hessian would have its column 0.
  let rowStart: UnsafeMutablePointer<Int>
  let firstColumn: UnsafeMutablePointer<Int>
  let hessianSize: Int
  /// Data: counts per bin, and auxiliary values per parameter. Toys overwrite them.
  let counts: UnsafeMutablePointer<Double>
  let auxiliary: UnsafeMutablePointer<Double>
  /// Two points: where the minimiser is, and where it looks.
  var current: LikelihoodPoint
  var trial: LikelihoodPoint
  let lower: UnsafeMutablePointer<Double>
  let upper: UnsafeMutablePointer<Double>
  let isFixed: UnsafeMutablePointer<Bool>
  let work: UnsafeMutablePointer<Double>
  let factorisation: UnsafeMutablePointer<Double>
  let step: UnsafeMutablePointer<Double>
  let isFree: UnsafeMutablePointer<Bool>

  init(_ layout: LikelihoodLayout) {
    self.layout = layout
    let count = layout.count
    self.count = count
    tables = LikelihoodTables(layout)
    func zeros(_ n: Int) -> UnsafeMutablePointer<Double> {
      let pointer = UnsafeMutablePointer<Double>.allocate(capacity: n + 1)
      pointer.initialize(repeating: 0, count: n + 1)
      return pointer
    }
    rowStart = .allocate(capacity: count + 1)
    firstColumn = .allocate(capacity: count + 1)
    var size = 0
    for row in 0..<count {
      firstColumn[row] = layout.firstColumn[row]
      rowStart[row] = size - layout.firstColumn[row]
      size += row - layout.firstColumn[row] + 1
    }
    hessianSize = size
    counts = zeros(layout.binCount)
    auxiliary = zeros(count)
    current = LikelihoodPoint(count: count, hessianSize: size)
    trial = LikelihoodPoint(count: count, hessianSize: size)
    lower = zeros(count)
    upper = zeros(count)
    isFixed = .allocate(capacity: count + 1)
    isFixed.initialize(repeating: false, count: count + 1)
    isFree = .allocate(capacity: count + 1)
    isFree.initialize(repeating: true, count: count + 1)
    work = zeros(count)
    step = zeros(count)
    factorisation = zeros(size)
    for index in 0..<count {
      lower[index] = layout.lower[index]
      upper[index] = layout.upper[index]
      isFixed[index] = layout.isFixed[index]
    }
    setData(counts: layout.observed, auxiliary: layout.auxiliary)
    setParameters(layout.initial)
  }

  deinit {
    for pointer in [counts, auxiliary, lower, upper, work, step, factorisation] { pointer.deallocate() }
    isFixed.deallocate()
    isFree.deallocate()
    rowStart.deallocate()
    firstColumn.deallocate()
  }

  func setData(counts newCounts: [Double], auxiliary newAuxiliary: [Double]) {
    for bin in newCounts.indices { counts[bin] = newCounts[bin] }
    for index in newAuxiliary.indices { auxiliary[index] = newAuxiliary[index] }
  }

  func setParameters(_ values: [Double]) { current.set(values) }

  /// −ln L at the current parameters with every constant of the densities, as pyhf's −logpdf.
  func fullValue() -> Double {
    evaluate(current, derivatives: false)
    return current.value + constant()
  }

  /// What the deviances leave out: it depends on the data alone.
  func constant() -> Double {
    var sum = 0.0
    for bin in 0..<layout.binCount { sum += LikelihoodEvaluator.saturated(counts[bin]) }
    for constraint in layout.constraints {
      if constraint.isPoisson {
        sum += LikelihoodEvaluator.saturated(auxiliary[constraint.parameter])
      } else {
        sum += 0.9189385332046727418 - log(constraint.scale)
      }
    }
    return sum
  }

  /// −ln of the Poisson density at its own maximum, n − n ln n + ln Γ(n+1).
  private static func saturated(_ n: Double) -> Double {
    n > 0 ? n - n * log(n) + SpecialFunctions.logGamma(n + 1) : 0
  }

  func expectedRates() -> [Double] {
    evaluate(current, derivatives: false)
    return (0..<layout.binCount).map { tables.rates[$0] }
  }

  /// Sets value, and gradient and Hessian when asked; +∞ where a bin with events expects none.
  func evaluate(_ point: LikelihoodPoint, derivatives: Bool) {
    let t = tables
    let x = point.x
    for f in 0..<t.factorCount {
      (t.value[f], t.slope[f], t.curvature[f]) = t.factors[f].values(at: x[Int(t.factors[f].parameter)])
    }
    for s in 0..<t.shapeCount {
      let alpha = x[Int(t.shapeParameters[s])]
      t.shapeAlpha[s] = alpha
      (t.shapeValue[s], t.shapeSlope[s], t.shapeCurvature[s]) = InterpolatedShape.values(at: alpha)
    }
    if derivatives {
      point.gradient.update(repeating: 0, count: count)
      point.hessian.update(repeating: 0, count: hessianSize)
    }
    var sum = 0.0
    for c in 0..<t.channelCount { sum += channel(t.channels[c], point, derivatives) }
    for k in 0..<t.constraintCount {
      let constraint = t.constraints[k]
      let index = constraint.parameter
      let a = auxiliary[index]
      if constraint.isPoisson {
        let rate = constraint.scale * x[index]
        if a > 0 {
          guard rate > 0 else {
            sum = .infinity
            continue
          }
          sum += rate - a - a * log(rate / a)
        } else {
          sum += rate
        }
        if derivatives {
          point.gradient[index] += constraint.scale - a / x[index]
          point.hessian[rowStart[index] + index] += a / (x[index] * x[index])
        }
      } else {
        let pull = (x[index] - a) * constraint.scale
        sum += 0.5 * pull * pull
        if derivatives {
          point.gradient[index] += pull * constraint.scale
          point.hessian[rowStart[index] + index] += constraint.scale * constraint.scale
        }
      }
    }
    point.value = sum.isNaN ? .infinity : sum
  }

  /// Place of (i, j) in a packed Hessian; both orders are allowed.
  @inline(__always) func place(_ i: Int, _ j: Int) -> Int {
    i >= j ? rowStart[i] + j : rowStart[j] + i
  }
}
