import Numerics

/// Points and weights for the average over the log-normal signal factors.
///
/// ln eᵢ = Σ_k z_k ln(1+δᵢₖ) is Gaussian with covariance C = ΛΛᵀ. A pivoted Cholesky factor of C gives
/// the fewest independent variables whatever the number of causes (causes common to all channels merge
/// into one), the widest first. Then a tensor of one-dimensional rules; beyond `largestTensor` points a
/// rank-1 lattice whose shifts give the error.
struct SignalQuadrature {
  static let largestTensor = 100_000
  static let levels = 8
  static let latticePoints = 4093  // prime
  static let latticeGenerator = 1625
  static let latticeShifts = 8

  /// Per point: its weight and, for each ordering group, the expected signal at μ = 1.
  private(set) var weights: [Double] = []
  private(set) var signals: [Double] = []
  /// Points per shift of the lattice; nil for a tensor.
  private(set) var blockSize: Int?

  /// - Parameter level: 0 … `levels` − 1, finer each
  init(_ outcomes: OrderedOutcomes, channels: [CountingChannel], width: Double, level: Int) {
    let active = outcomes.groups.flatMap(\.channels)
    let factor = SignalQuadrature.choleskyFactor(active.map { channels[$0] })
    let dimensions = factor.count
    let rules = factor.map { column in
      NormalRule.rule(forWidth: width * (column.map(\.magnitude).max() ?? 0), level: level)
    }
    let size = rules.reduce(1.0) { $0 * Double($1.nodes.count) }
    var z = [Double](repeating: 0, count: dimensions)

    /// Appends the point z.
    func append(_ weight: Double, to quadrature: inout SignalQuadrature) {
      quadrature.weights.append(weight)
      var position = 0
      for group in outcomes.groups {
        var sum = 0.0
        for c in group.channels {
          var exponent = 0.0
          for d in 0..<dimensions { exponent += factor[d][position] * z[d] }
          sum += channels[c].signal * exp(exponent)
          position += 1
        }
        quadrature.signals.append(sum)
      }
    }

    if size <= Double(SignalQuadrature.largestTensor) {
      var index = [Int](repeating: 0, count: dimensions)
      while true {
        var weight = 1.0
        for d in 0..<dimensions {
          z[d] = rules[d].nodes[index[d]]
          weight *= rules[d].weights[index[d]]
        }
        if weight > 1e-18 { append(weight, to: &self) }
        var d = 0
        while d < dimensions {
          index[d] += 1
          if index[d] < rules[d].nodes.count { break }
          index[d] = 0
          d += 1
        }
        if d == dimensions { return }
      }
    }
    let n = SignalQuadrature.latticePoints
    blockSize = n
    let weight = 1 / Double(n * SignalQuadrature.latticeShifts)
    for shift in 0..<SignalQuadrature.latticeShifts {
      for i in 0..<n {
        var generator = 1
        for d in 0..<dimensions {
          // The shifts are multiples of irrational numbers: spread, and the same in every run.
          let offset = Double(shift + 1) * (Double(d + 2)).squareRoot() * 0.6180339887498949
          let u = Double(i * generator % n) / Double(n) + offset
          // The tent map makes the integrand periodic, which the lattice rewards with 1/N².
          let tent = 1 - (2 * (u - u.rounded(.down)) - 1).magnitude
          z[d] = SpecialFunctions.normalQuantile(min(max(tent, 1e-16), 1 - 1e-16))
          generator = generator * SignalQuadrature.latticeGenerator % n
        }
        append(weight, to: &self)
      }
    }
  }

  /// Columns L_d with Σ_d L_d L_dᵀ = C, by decreasing pivot; empty without uncertainties.
  static func choleskyFactor(_ channels: [CountingChannel]) -> [[Double]] {
    let logs = channels.map { $0.signalUncertainties.mapValues { log1p($0) } }
    // Sorted names: a dictionary's order changes from run to run, and sums with it.
    var remainder = logs.map { a in
      logs.map { b in
        a.keys.sorted().reduce(0.0) { $0 + a[$1]! * (b[$1] ?? 0) }
      }
    }
    let scale = remainder.indices.map { remainder[$0][$0] }.max() ?? 0
    var columns: [[Double]] = []
    while columns.count < channels.count {
      let pivot = remainder.indices.max { remainder[$0][$0] < remainder[$1][$1] }!
      let diagonal = remainder[pivot][pivot]
      guard diagonal > 1e-14 * scale, diagonal > 0 else { break }
      let column = remainder.indices.map { remainder[$0][pivot] / diagonal.squareRoot() }
      for i in remainder.indices {
        for j in remainder.indices { remainder[i][j] -= column[i] * column[j] }
      }
      columns.append(column)
    }
    return columns
  }
}

/// Points and weights for an average over one standard normal variable.
struct NormalRule: Sendable {
  let nodes: [Double]
  let weights: [Double]

  /// Gauss–Hermite while few points do; then the trapezoidal rule, which converges as fast for analytic
  /// integrands and is cheap to set up.
  static let gaussCounts = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32]
  static let ladder: [NormalRule] =
    gaussCounts.map { count in
      let rule = GaussHermite(count: count)
      return NormalRule(nodes: rule.nodes, weights: rule.weights)
    }
    + [0.25, 0.125, 0.0625, 0.03125, 0.015625].map { step in
      let half = Int(8.5 / step)
      let nodes = (-half...half).map { Double($0) * step }
      return NormalRule(
        nodes: nodes, weights: nodes.map { step * 0.3989422804014327 * exp(-0.5 * $0 * $0) })
    }

  /// The coarsest rule whose n-point Gauss–Hermite remainder, q²ⁿ n!/(2n)! for an integrand that varies
  /// on the scale 1/q, is below 1e-9; then `level` steps finer.
  ///
  /// - Parameter width: q = σ of ln e times √(counts), the ratio of the log-normal's width to that of the
  ///   Poisson distribution
  static func rule(forWidth q: Double, level: Int) -> NormalRule {
    var remainder = 1.0
    var n = 0
    for (index, count) in gaussCounts.enumerated() {
      while n < count {
        n += 1
        remainder *= 0.5 * q * q / Double(2 * n - 1)  // n!/(2n)! gains 1/(2(2n−1))
      }
      if remainder < 1e-9 { return ladder[min(index + level, ladder.count - 1)] }
    }
    return ladder[min(gaussCounts.count + level, ladder.count - 1)]
  }
}
