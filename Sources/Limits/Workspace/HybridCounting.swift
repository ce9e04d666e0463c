import Core
import Numerics

/// CL_s by a sum over all outcomes (counts of all bins), nuisances averaged over their priors before
/// counting: no toys, no asymptotic formula.
///
///     CL_s(μ) = P(t ≤ t_obs | μ) / P(t ≤ t_obs | 0),   P(n | μ) = ⟨ Π_b Poisson(n_b | λ_b(μ, θ)) ⟩_θ
///
/// Outcomes are ranked by the profile likelihood ratio t(n) = ln L(μ₀, θ̂̂; n)/L(0, θ̂̂; n) with the auxiliary
/// data as observed and μ₀ at three signal events. One ranking for all μ makes CL_s fall smoothly; any fixed
/// ranking gives valid p-values. Without nuisances t is the ln Q of docs/limits.md.
///
/// - Validity: bins few enough that their outcomes can be listed (`largestOutcomeCount`).
/// - Checked by: `HybridWorkspaceTests` (the counting tables; the counting module; toys).
final class HybridCounting {
  static let largestOutcomeCount = 60_000

  let layout: LikelihoodLayout
  let prior: NuisancePrior
  private let evaluator: LikelihoodEvaluator
  private let bins: Int
  /// Largest count considered per bin.
  private let largest: [Int]
  let outcomeCount: Int
  /// Outcomes from background-like to signal-like, and their t.
  private var order: [Int32] = []
  private var ranks: [Double] = []
  /// The outcomes that matter, the beginning of the ranking: their numbers, and their counts bin by bin.
  private var outcomes: [Int] = []
  private var flat: [Int32] = []
  private var highest: [Int] = []
  private(set) var shifts = NuisancePrior.shifts
  /// Prefix lengths: outcomes at most as signal-like as the −2σ … +2σ quantiles, and as the observed one.
  private(set) var thresholds: [Int] = []
  private(set) var backgroundLevels: [Double] = []
  private var memory: [Double: [Double]] = [:]

  /// How many outcomes a workspace has when bins are followed up to their 1e-8 tails at strength `top`.
  static func extent(_ layout: LikelihoodLayout, top: Double) -> (largest: [Int], count: Double) {
    let evaluator = LikelihoodEvaluator(layout)
    var x = layout.initial
    x[layout.interest!] = top
    evaluator.setParameters(x)
    let rates = evaluator.expectedRates()
    var count = 1.0
    let largest = rates.indices.map { bin -> Int in
      // Half again for the nuisances; Poisson tails, generously.
      let mean = 1.5 * rates[bin]
      guard mean < 1e6 else { return 1 << 20 }
      let tail = mean + 5.6 * mean.squareRoot() + 5
      return max(Int(tail), Int(min(1e6, layout.observed[bin])))
    }
    for n in largest { count *= Double(n + 1) }
    return (largest, count)
  }

  init(_ layout: LikelihoodLayout, top: Double) throws {
    self.layout = layout
    prior = try NuisancePrior(layout)
    for (bin, n) in layout.observed.enumerated() where n != n.rounded() {
      throw HermeticError(
        .configuration,
        "observations: \(n) events in bin \(bin) are not a whole number (counting methods need one). Use method "
          + "\"asymptotic\".")
    }
    evaluator = LikelihoodEvaluator(layout)
    bins = layout.binCount
    let (largest, count) = HybridCounting.extent(layout, top: top)
    guard count <= Double(HybridCounting.largestOutcomeCount) else {
      throw HermeticError(
        .capacity,
        "the bins have \(rounded(count)) outcomes together (exact sums are made for up to "
          + "\(HybridCounting.largestOutcomeCount)). Use method \"hybrid_toys\", or merge bins.")
    }
    self.largest = largest
    outcomeCount = Int(count)
    try rank()
    findThresholds()
  }

  private func counts(_ outcome: Int, into counts: UnsafeMutablePointer<Double>) {
    var rest = outcome
    for bin in stride(from: bins - 1, through: 0, by: -1) {
      counts[bin] = Double(rest % (largest[bin] + 1))
      rest /= largest[bin] + 1
    }
  }

  private func rank() throws {
    let profile = try ProfileLikelihood(layout)
    let scale = try SignalStrengthScale(
      profile, background: [Double](repeating: 1, count: bins))
    let reference = 3 / scale.perBin.reduce(0, +)
    let interest = layout.interest!
    let fitter = LikelihoodEvaluator(layout)
    fitter.isFixed[interest] = true
    fitter.lower[interest] = -.infinity
    fitter.upper[interest] = .infinity
    var t = [Double](repeating: 0, count: outcomeCount)
    func minimum(_ strength: Double) throws -> Double {
      fitter.setParameters(layout.initial)
      fitter.current.x[interest] = strength
      let status = fitter.minimise(tolerance: 1e-9)
      guard status.isGood else { throw profile.failure(status, "ranking fit at μ = \(strength)") }
      return fitter.current.value
    }
    for outcome in 0..<outcomeCount {
      counts(outcome, into: fitter.counts)
      t[outcome] = try minimum(0) - (try minimum(reference))
    }
    order = (0..<Int32(outcomeCount)).sorted { (t[Int($0)], $0) < (t[Int($1)], $1) }
    ranks = order.map { t[Int($0)] }
  }

  /// Follows the ranking through the background until the +2σ quantile and the observed outcome are passed.
  private func findThresholds() {
    var observed = 0
    for bin in 0..<bins { observed = observed * (largest[bin] + 1) + Int(layout.observed[bin]) }
    let observedPlace = order.firstIndex(of: Int32(observed))!
    let quantiles = [-2.0, -1, 0, 1, 2].map(SpecialFunctions.normalCumulative)
    /// Equal t up to rounding belong together.
    func end(_ index: Int) -> Int {
      var k = index + 1
      while k < ranks.count, ranks[k] <= ranks[index] + 1e-7 * (1 + ranks[index].magnitude) { k += 1 }
      return k
    }
    var cumulative: [Double] = []
    var wanted = 32
    while true {
      needed(end(min(wanted, order.count) - 1))
      let probabilities = self.probabilities(
        0, shifts: 0..<(prior.dimensions == 0 ? 1 : NuisancePrior.shifts))
      var sum = 0.0
      cumulative = probabilities.map { probability in
        sum += probability
        return sum
      }
      if (sum > quantiles[4] && outcomes.count > observedPlace) || outcomes.count == order.count { break }
      wanted *= 2
    }
    thresholds = quantiles.map { p in
      end(cumulative.firstIndex { $0 >= p * (1 - 1e-9) } ?? cumulative.count - 1)
    }
    thresholds.append(end(observedPlace))
    needed(thresholds.max()!)
    backgroundLevels = thresholds.map { cumulative[$0 - 1] }
    // Many outcomes: fewer shifts, so that one strength costs at most some 1e8 operations.
    let affordable = 30_000_000 / (NuisancePrior.points * outcomes.count)
    shifts = prior.dimensions == 0 ? 1 : max(2, min(NuisancePrior.shifts, affordable))
  }

  /// Makes `outcomes` the first ones of the ranking.
  private func needed(_ count: Int) {
    outcomes = (0..<count).map { Int(order[$0]) }
    flat = [Int32](repeating: 0, count: count * bins)
    highest = [Int](repeating: 0, count: bins)
    let room = UnsafeMutablePointer<Double>.allocate(capacity: bins)
    defer { room.deallocate() }
    for (index, outcome) in outcomes.enumerated() {
      counts(outcome, into: room)
      for bin in 0..<bins {
        flat[index * bins + bin] = Int32(room[bin])
        highest[bin] = max(highest[bin], Int(room[bin]))
      }
    }
  }

  /// P(n | μ) of `outcomes`, averaged over the points of some shifts.
  private func probabilities(_ strength: Double, shifts: Range<Int>) -> [Double] {
    let points = prior.dimensions == 0 ? 1 : NuisancePrior.points
    var sums = [Double](repeating: 0, count: outcomes.count)
    let stride = (highest.max() ?? 0) + 1
    var powers = [Double](repeating: 1, count: bins * stride)
    let x = evaluator.current.x
    evaluator.setParameters(layout.initial)
    x[layout.interest!] = strength
    sums.withUnsafeMutableBufferPointer { sums in
      powers.withUnsafeMutableBufferPointer { powers in
        flat.withUnsafeBufferPointer { flat in
          for shift in shifts {
            for k in 0..<points {
              prior.fill(x, point: k, shift: shift)
              evaluator.evaluate(evaluator.current, derivatives: false)
              var total = 0.0
              for bin in 0..<bins {
                let rate = max(0, evaluator.tables.rates[bin])
                total += rate
                var power = 1.0
                for n in Swift.stride(from: 1, through: highest[bin], by: 1) {
                  power *= rate / Double(n)
                  powers[bin * stride + n] = power
                }
              }
              let base = exp(-total)
              for index in 0..<sums.count {
                var product = base
                for bin in 0..<bins { product *= powers[bin * stride + Int(flat[index * bins + bin])] }
                sums[index] += product
              }
            }
          }
        }
      }
    }
    let norm = 1 / Double(points * shifts.count)
    return sums.map { $0 * norm }
  }

  /// P(t ≤ threshold | μ) for the six thresholds.
  /// - Parameter isRough: one shift of the lattice only, for the search
  func levels(_ strength: Double, isRough: Bool = false) -> [Double] {
    let key = isRough ? -1 - strength : strength
    if let known = memory[key] { return known }
    let levels = sums(probabilities(strength, shifts: 0..<(isRough ? 1 : shifts)))
    memory[key] = levels
    return levels
  }

  private func sums(_ probabilities: [Double]) -> [Double] {
    var cumulative: [Double] = [0]
    for probability in probabilities { cumulative.append(cumulative.last! + probability) }
    return thresholds.map { cumulative[$0] }
  }

  /// Standard error of ln P(t ≤ threshold | μ) from the spread of the shifts, for the six thresholds.
  func logErrors(_ strength: Double) -> [Double] {
    if prior.dimensions == 0 { return thresholds.map { _ in 0 } }
    let rows = (0..<shifts).map { sums(probabilities(strength, shifts: $0..<$0 + 1)) }
    return thresholds.indices.map { which in
      let logs = rows.map { log(max(1e-300, $0[which])) }
      let mean = logs.reduce(0, +) / Double(logs.count)
      let square = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (square / Double(logs.count * (logs.count - 1))).squareRoot()
    }
  }
}
