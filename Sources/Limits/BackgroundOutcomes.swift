import Core
import Numerics

/// P(T = t | background only) on the states up to a bound, averaged over the gamma-distributed
/// background means: the counts are negative-binomial, so the average is exact.
struct BackgroundOutcomes {
  /// Σ_{t' ≤ t} P(t') · e^(−logScale) per state.
  let cumulative: [Double]
  /// P(t) · e^(−logScale) per state.
  let probabilities: [Double]
  /// Keeps ratios meaningful when the probabilities themselves underflow (b = 1000, n = 0).
  let logScale: Double

  init(_ outcomes: OrderedOutcomes, channels: [CountingChannel], upTo total: Int) {
    let count = outcomes.count(upTo: total)
    var probability = [Double](repeating: 0, count: count)
    probability[0] = 1
    var scale = 0.0
    for (g, group) in outcomes.groups.enumerated() {
      // Channels of equal weight only matter by their sum: add their counts first, in short arrays.
      let largest = total / group.weight
      var counts = [1.0]
      for c in group.channels {
        let channel = BackgroundOutcomes.counts(channels[c], upTo: largest)
        scale += channel.logScale
        counts = BackgroundOutcomes.sum(counts, channel.values, upTo: largest)
      }
      probability = BackgroundOutcomes.convolve(probability, with: counts, along: outcomes.successors[g])
    }
    var sum = 0.0
    cumulative = probability.map {
      sum += $0
      return sum
    }
    probabilities = probability
    logScale = scale
  }

  /// P(n | background) / e^(logScale), n = 0 … largest, by the recurrence
  /// P(n+1)/P(n) = b(1 + nv)/((n+1)(1 + bv)), v = (δb/b)², from a count near the mode both ways.
  static func counts(_ channel: CountingChannel, upTo largest: Int) -> (values: [Double], logScale: Double) {
    let b = channel.background
    if b == 0 { return ([1], 0) }
    let relative = channel.backgroundError / b
    let v = relative * relative
    let start = min(Int(b), largest)
    let logScale = SpecialFunctions.logGammaPoissonProbability(
      start, mean: b, standardDeviation: channel.backgroundError)
    var values = [Double](repeating: 0, count: largest + 1)
    values[start] = 1
    var n = start
    while n < largest {
      let x = Double(n)
      values[n + 1] = values[n] * (b * (1 + x * v) / ((x + 1) * (1 + b * v)))
      n += 1
      // Far above the mode the rest cannot matter at 1e-16.
      if values[n] < 1e-40, n > start + 10 {
        values.removeLast(largest - n)
        break
      }
    }
    n = start
    while n > 0 {
      let x = Double(n - 1)
      values[n - 1] = values[n] * ((x + 1) * (1 + b * v) / (b * (1 + x * v)))
      n -= 1
    }
    return (values, logScale)
  }

  /// Distribution of the sum of two independent counts.
  private static func sum(_ a: [Double], _ b: [Double], upTo largest: Int) -> [Double] {
    if a.count == 1 { return a[0] == 1 ? b : b.map { $0 * a[0] } }
    var result = [Double](repeating: 0, count: min(largest, a.count + b.count - 2) + 1)
    for i in a.indices where a[i] != 0 {
      for j in 0..<max(0, min(b.count, result.count - i)) { result[i + j] += a[i] * b[j] }
    }
    return result
  }

  private static func convolve(
    _ probability: [Double], with counts: [Double], along successor: [Int32]
  ) -> [Double] {
    if counts.count == 1 && counts[0] == 1 { return probability }
    var result = [Double](repeating: 0, count: probability.count)
    for j in probability.indices where probability[j] != 0 {
      var target = j
      for value in counts {
        result[target] += probability[j] * value
        let next = Int(successor[target])
        if next < 0 || next >= result.count { break }
        target = next
      }
    }
    return result
  }
}
