import Core
import Numerics

/// Maximum-likelihood fit of one function to the counts of a side-band, and its integral elsewhere.
///
///     μᵢ = ∫_bin λ dx,   ln L = Σ nᵢ ln μᵢ − μᵢ,   Var(S) = gᵀ I⁻¹ g,  g = ∂S/∂a,  I = Σ ∂μᵢ ∂μᵢᵀ / μᵢ
///
/// by Fisher scoring with halved steps. The p-value is that of the deviance as χ² (approximate for small counts).
/// - Checked by: `SidebandTests` (toys: pulls of S, coverage; a function of another shape must fail).
struct SidebandFit {
  let function: SidebandFunction
  let parameters: [Double]
  let integral: Double
  let error: Double
  let deviance: Double
  let degreesOfFreedom: Int
  let pValue: Double

  private static let nodes: [(x: Double, w: Double)] = [
    (0.046910077030668, 0.118463442528095), (0.230765344947158, 0.239314335249683), (0.5, 0.284444444444444),
    (0.769234655052842, 0.239314335249683), (0.953089922969332, 0.118463442528095),
  ]

  /// ∫ λ and its derivatives over [low, high], in pieces no longer than `piece`.
  private static func integrate(
    _ function: SidebandFunction, _ a: [Double], _ low: Double, _ high: Double, scale: Double, piece: Double
  ) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    var gradient = [Double](repeating: 0, count: a.count)
    let pieces = max(1, min(1000, Int(((high - low) / piece).rounded(.up))))
    let width = (high - low) / Double(pieces)
    for index in 0..<pieces {
      for node in nodes {
        let phi = function.basis((low + (Double(index) + node.x) * width) / scale)
        var exponent = 0.0
        for k in a.indices { exponent += a[k] * phi[k] }
        let weight = node.w * width * exp(min(exponent, 600))
        value += weight
        for k in a.indices { gradient[k] += weight * phi[k] }
      }
    }
    return (value, gradient)
  }

  init(_ function: SidebandFunction, edges: [Double], counts: [Double], region: (Double, Double)) throws {
    self.function = function
    let scale = max(edges.first!.magnitude, edges.last!.magnitude)
    let total = counts.reduce(0, +)
    let piece = (edges.last! - edges.first!) / 16
    func expected(_ a: [Double]) -> [(value: Double, gradient: [Double])] {
      counts.indices.map {
        SidebandFit.integrate(function, a, edges[$0], edges[$0 + 1], scale: scale, piece: piece)
      }
    }
    func logLikelihood(_ mu: [(value: Double, gradient: [Double])]) -> Double {
      zip(counts, mu).reduce(0) { $0 + ($1.0 > 0 ? $1.0 * log(max($1.1.value, 1e-300)) : 0) - $1.1.value }
    }
    let n = function.parameterCount
    var a = [Double](repeating: 0, count: n)
    a[0] = log(total / (edges.last! - edges.first!))
    var mu = expected(a)
    var best = logLikelihood(mu)
    var converged = false
    for _ in 0..<200 {
      var score = [Double](repeating: 0, count: n)
      for (count, m) in zip(counts, mu) {
        for k in 0..<n { score[k] += (count / max(m.value, 1e-300) - 1) * m.gradient[k] }
      }
      guard let step = SidebandFit.solve(SidebandFit.information(mu, n), score, n) else { break }
      var length = 1.0
      var moved = false
      for _ in 0..<40 {
        let trial = zip(a, step).map { $0 + length * $1 }
        let trialMu = expected(trial)
        let value = logLikelihood(trialMu)
        if value.isFinite, value >= best {
          converged = value - best < 1e-10 * max(1, best.magnitude)
          (a, mu, best, moved) = (trial, trialMu, value, true)
          break
        }
        length *= 0.5
      }
      if !moved { converged = true }
      if converged { break }
    }
    guard converged else {
      throw HermeticError(
        .numerics,
        "the fit of \"\(function.rawValue)\" does not converge. Leave the function out or give more counts.")
    }
    parameters = a
    let s = SidebandFit.integrate(function, a, region.0, region.1, scale: scale, piece: piece)
    integral = s.value
    if let x = SidebandFit.solve(SidebandFit.information(mu, n), s.gradient, n) {
      error = max(0, zip(x, s.gradient).reduce(0) { $0 + $1.0 * $1.1 }).squareRoot()
    } else {
      throw HermeticError(
        .numerics,
        "the counts do not determine the \(n) parameters of \"\(function.rawValue)\". Use a simpler function."
      )
    }
    deviance =
      2
      * zip(counts, mu).reduce(0) {
        $0 + ($1.0 > 0 ? $1.0 * log($1.0 / max($1.1.value, 1e-300)) : 0) - ($1.0 - $1.1.value)
      }
    degreesOfFreedom = counts.count - n
    pValue =
      degreesOfFreedom > 0
      ? SpecialFunctions.regularizedGammaQ(0.5 * Double(degreesOfFreedom), 0.5 * max(0, deviance)) : 1
  }

  private static func information(_ mu: [(value: Double, gradient: [Double])], _ n: Int) -> [Double] {
    var matrix = [Double](repeating: 0, count: n * n)
    for m in mu where m.value > 1e-300 {
      for i in 0..<n { for j in 0..<n { matrix[i * n + j] += m.gradient[i] * m.gradient[j] / m.value } }
    }
    return matrix
  }

  /// Gauss elimination with pivots; nil for a singular matrix.
  private static func solve(_ matrix: [Double], _ right: [Double], _ n: Int) -> [Double]? {
    var m = matrix
    var x = right
    for column in 0..<n {
      let pivot = (column..<n).max { m[$0 * n + column].magnitude < m[$1 * n + column].magnitude }!
      guard m[pivot * n + column].magnitude > 1e-13 * (matrix.map(\.magnitude).max() ?? 1) else { return nil }
      if pivot != column {
        for k in 0..<n { m.swapAt(pivot * n + k, column * n + k) }
        x.swapAt(pivot, column)
      }
      for row in 0..<n where row != column {
        let factor = m[row * n + column] / m[column * n + column]
        if factor == 0 { continue }
        for k in column..<n { m[row * n + k] -= factor * m[column * n + k] }
        x[row] -= factor * x[column]
      }
    }
    return (0..<n).map { x[$0] / m[$0 * n + $0] }
  }
}
