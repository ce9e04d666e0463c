import Core
import Numerics

/// The outcomes (n₁, …, n_m) of all channels, ranked by an integer statistic T = Σ kᵢ nᵢ.
///
/// kᵢ is the weight wᵢ = ln(1 + μ₀sᵢ/bᵢ) in units of w_max/2²⁰: rounding decides ties once, alike on
/// every machine, and the p-values are exact for the ranking so rounded. Only the values that T can
/// take up to a bound are kept ("states"); where they are too many, the unit grows.
struct OrderedOutcomes {
  /// b = 0 would give an infinite weight: a background-free count ranks as one with s/b = 1e6.
  static let largestSignalToBackground = 1e6
  static let preferredStates = 4096
  static let slowStates = 20_000
  static let largestStates = 200_000

  /// kᵢ per channel; 0 for channels whose count tells nothing about the signal.
  let channelWeights: [Int]
  /// The distinct non-zero kᵢ, ascending, and the channels of each.
  let groups: [(weight: Int, channels: [Int])]
  /// Nats per unit of T.
  let unit: Double
  /// Values of T, ascending from 0.
  let states: [Int]
  /// successor[g][j]: index of states[j] + k_g, or −1 beyond the bound.
  let successors: [[Int32]]
  let observed: Int

  /// The finest ranking whose states up to `bound` (nats), or to the observed T, stay manageable.
  init(channels: [CountingChannel], ordering: CountOrdering, bound: Double) throws {
    let weights = OrderedOutcomes.weights(channels, ordering)
    let largest = weights.max() ?? 0
    let distinct = Set(weights.filter { $0 > 0 }).count
    var resolution = distinct == 1 ? 1 : 1 << 20
    while true {
      let unit = largest / Double(resolution)
      let integers = weights.map { Int(($0 / unit).rounded()) }
      let observed = zip(integers, channels).reduce(0) { $0 + $1.0 * $1.1.observed }
      let top = max(observed, Int((bound / unit).rounded(.up)))
      let steps = Set(integers.filter { $0 > 0 }).sorted()
      let limit =
        resolution > 64
        ? OrderedOutcomes.preferredStates
        : resolution > 8 ? OrderedOutcomes.slowStates : OrderedOutcomes.largestStates
      if let states = OrderedOutcomes.reachable(steps, upTo: top, atMost: limit) {
        channelWeights = integers
        groups = steps.map { step in
          (step, integers.indices.filter { integers[$0] == step })
        }
        self.unit = unit
        self.states = states
        self.observed = observed
        successors = steps.map { OrderedOutcomes.successors(of: states, by: $0) }
        return
      }
      guard resolution > 8 else {
        throw HermeticError(
          .capacity,
          "more than \(limit) outcomes would have to be ranked (large counts in \(channels.count) "
            + "channels). Merge channels or use ordering \"total_count\".")
      }
      resolution /= resolution > 64 ? 4 : 2
    }
  }

  static func weights(_ channels: [CountingChannel], _ ordering: CountOrdering) -> [Double] {
    let total = channels.reduce(0) { $0 + $1.signal }
    let strength = ordering == .likelihoodRatio ? 3 / total : 1
    return channels.map { channel in
      guard channel.signal > 0 else { return 0 }
      if ordering == .totalCount { return 1 }
      let signal = strength * channel.signal
      // Products instead of s/b, which may overflow.
      if signal >= channel.background * largestSignalToBackground {
        return log1p(largestSignalToBackground)
      }
      return log1p(signal / channel.background)
    }
  }

  /// All sums of the steps up to `top`, ascending, or nil when they are more than `limit`.
  private static func reachable(_ steps: [Int], upTo top: Int, atMost limit: Int) -> [Int]? {
    var states = [0]
    for step in steps {
      // Merge the old states with (new states + step); both ascend, so one pass keeps the order.
      var merged: [Int] = []
      merged.reserveCapacity(states.count * 2)
      var old = 0
      var new = 0
      while true {
        let fromOld = old < states.count ? states[old] : Int.max
        let fromNew = new < merged.count ? merged[new] + step : Int.max
        let next = min(fromOld, fromNew)
        if next > top { break }
        if next == fromOld { old += 1 }
        if next == fromNew { new += 1 }
        merged.append(next)
        if merged.count > limit { return nil }
      }
      states = merged
    }
    return states
  }

  private static func successors(of states: [Int], by step: Int) -> [Int32] {
    var result = [Int32](repeating: -1, count: states.count)
    var next = 0
    for j in states.indices {
      while next < states.count, states[next] < states[j] + step { next += 1 }
      if next < states.count, states[next] == states[j] + step { result[j] = Int32(next) }
    }
    return result
  }

  /// Number of states with T ≤ total.
  func count(upTo total: Int) -> Int {
    var low = 0
    var high = states.count
    while low < high {
      let middle = (low + high) / 2
      if states[middle] <= total { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
