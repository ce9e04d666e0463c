import Core
import Numerics

/// CL_s(μ) for one value T of the ranking statistic.
///
///     CL_s = E_e[ Σ_t P(T_signal = t | μ, e) · F(T − t) ] / F(T),   F(t) = P(T_background ≤ t).
///
/// T_signal = Σ k_g S_g with S_g Poisson of mean λ_g is compound Poisson, whose probabilities follow from
/// t·g(t) = Σ_g λ_g k_g g(t − k_g), g(0) = exp(−Σλ) (Panjer's recursion): the same sum as the enumeration
/// of all outcomes, in (states × groups) operations.
struct CountingTest {
  let total: Int
  /// F(T) = CL_b.
  let backgroundConfidence: Double
  /// P(T_background = T)
  let probabilityAtTotal: Double
  private let groupWeights: [Double]
  private let inverseStates: [Double]
  /// predecessor[j · groups + g]: 1 + index of states[j] − k_g, or 0, which holds a zero.
  private let predecessors: [Int32]
  /// F(T − t_j)/F(T).
  private let ratios: [Double]

  /// - Parameter shared: the background up to at least `total`
  init(
    _ outcomes: OrderedOutcomes, channels: [CountingChannel], shared: BackgroundOutcomes, total: Int
  ) throws {
    let count = outcomes.count(upTo: total)
    // Far below the bulk of the background the shared probabilities underflow; rescaled ones do not.
    let background =
      shared.cumulative[count - 1] > 1e-200
      ? shared : BackgroundOutcomes(outcomes, channels: channels, upTo: total)
    let whole = background.cumulative[count - 1]
    guard whole > 0, whole.isFinite else {
      throw HermeticError(
        .numerics,
        "the observed counts have a background probability below 1e-300 (CLs is 0/0). "
          + "Check the background estimate.")
    }
    self.total = total
    backgroundConfidence = min(1, whole * exp(background.logScale))
    probabilityAtTotal = background.probabilities[count - 1] * exp(background.logScale)
    groupWeights = outcomes.groups.map { Double($0.weight) }
    inverseStates = outcomes.states[0..<count].map { $0 == 0 ? 0 : 1 / Double($0) }
    let groups = outcomes.groups.count
    var table = [Int32](repeating: 0, count: count * groups)
    for g in 0..<groups {
      for j in 0..<count {
        let next = Int(outcomes.successors[g][j])
        if next >= 0, next < count { table[next * groups + g] = Int32(j + 1) }
      }
    }
    predecessors = table
    var k = count - 1
    ratios = outcomes.states[0..<count].map { state in
      while outcomes.states[k] > total - state { k -= 1 }
      return background.cumulative[k] / whole
    }
  }

  /// ln CL_s averaged over a range of the quadrature's points; −1000 when it underflows.
  func logConfidence(_ strength: Double, _ quadrature: SignalQuadrature, points: Range<Int>) -> Double {
    let groups = groupWeights.count
    var rates = [Double](repeating: 0, count: groups)
    var g = [Double](repeating: 0, count: ratios.count + 1)
    var sum = 0.0
    var norm = 0.0
    rates.withUnsafeMutableBufferPointer { rates in
      g.withUnsafeMutableBufferPointer { g in
        quadrature.signals.withUnsafeBufferPointer { signals in
          for q in points {
            var mean = 0.0
            for i in 0..<groups {
              let rate = strength * signals[q * groups + i]
              mean += rate
              rates[i] = rate * groupWeights[i]
            }
            let weight = quadrature.weights[q]
            norm += weight
            sum += weight * (ratios.count == 1 ? exp(-mean) : average(mean, rates, g))
          }
        }
      }
    }
    return sum > 0 ? max(-1000, log(sum / norm)) : -1000
  }

  /// Σ_t g(t) F(T−t)/F(T). Means above 600 are applied in parts, whenever g grows large, so that
  /// exp(−mean) does not underflow before the recursion has made up for it.
  private func average(
    _ mean: Double, _ rates: UnsafeMutableBufferPointer<Double>, _ g: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let groups = rates.count
    var remaining = max(0, mean - 600)
    g[0] = 0
    g[1] = exp(remaining - mean)
    var sum = g[1] * ratios[0]
    predecessors.withUnsafeBufferPointer { table in
      for j in 1..<ratios.count {
        var value = 0.0
        let row = j * groups
        for i in 0..<groups { value += rates[i] * g[Int(table[row + i])] }
        value *= inverseStates[j]
        g[j + 1] = value
        sum += value * ratios[j]
        if value > 1e200, remaining > 0 {
          let part = min(remaining, 400)
          let factor = exp(-part)
          for k in 1...(j + 1) { g[k] *= factor }
          sum *= factor
          remaining -= part
        }
      }
    }
    return remaining > 0 ? sum * exp(-remaining) : sum
  }
}
