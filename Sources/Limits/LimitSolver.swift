import Core
import Numerics

/// Finds μ where CL_s (or CL_{s+b}) equals 1 − CL, refining the nuisance average until it no longer
/// moves the answer. Remembers limits of outcomes it has seen.
struct LimitSolver {
  struct Solution {
    var value: Double
    var test: CountingTest
    var isEmpty: Bool
  }

  let outcomes: OrderedOutcomes
  let background: BackgroundOutcomes
  let channels: [CountingChannel]
  /// ln(1 − CL).
  let exclusion: Double
  let statistic: LimitStatistic
  private(set) var worstError = 0.0
  private(set) var largestPointCount = 1
  private let totalSignal: Double
  private var quadratures: [String: SignalQuadrature] = [:]
  private var solutions: [Int: Solution] = [:]

  init(
    outcomes: OrderedOutcomes, background: BackgroundOutcomes, channels: [CountingChannel],
    exclusion: Double, statistic: LimitStatistic
  ) {
    self.outcomes = outcomes
    self.background = background
    self.channels = channels
    self.exclusion = exclusion
    self.statistic = statistic
    totalSignal = outcomes.groups.reduce(0) { sum, group in
      sum + group.channels.reduce(0) { $0 + channels[$1].signal }
    }
  }

  mutating func limit(atTotal total: Int) throws -> Solution {
    if let known = solutions[total] { return known }
    let test = try CountingTest(outcomes, channels: channels, shared: background, total: total)
    var target = exclusion
    if statistic == .clsPlusB { target -= log(test.backgroundConfidence) }
    var solution = Solution(value: 0, test: test, isEmpty: true)
    if target < 0 {
      solution.isEmpty = false
      solution.value = try solve(test, target)
    }
    solutions[total] = solution
    return solution
  }

  private mutating func solve(_ test: CountingTest, _ target: Double) throws -> Double {
    // Signal counts at the limit are about those of the ranking plus a few.
    let largestWeight = Double(outcomes.groups.last!.weight)
    let counts = Double(test.total) / largestWeight + 3
    let size = max(0, Int((log(counts) * 2).rounded()))
    var guess = (counts - target) / totalSignal
    for level in 0..<SignalQuadrature.levels {
      let coarse = quadrature(size, level)
      try requireAffordable(points: coarse.weights.count)
      let value = try root(test, coarse, target, near: guess)
      if coarse.weights.count == 1 { return value }
      let fine = coarse.blockSize == nil ? quadrature(size, level + 1) : coarse
      largestPointCount = max(largestPointCount, fine.weights.count)
      if let block = coarse.blockSize {
        worstError = max(worstError, latticeError(test, coarse, block, at: value))
        return value
      }
      // One secant step on the finer average: it converges when that step is negligible.
      let here = test.logConfidence(value, fine, points: fine.weights.indices) - target
      let step = 1e-3 * value
      let slope =
        (test.logConfidence(value + step, fine, points: fine.weights.indices) - target - here) / step
      let correction = -here / slope
      let error = (correction / value).magnitude
      if fine.blockSize != nil {
        // The next tensor would be too large: the lattice only bounds the error of this one.
        worstError = max(worstError, error)
        return value
      }
      if error < 1e-8 || level == SignalQuadrature.levels - 1 {
        worstError = max(worstError, error)
        return value + correction
      }
      guess = value + correction
    }
    throw HermeticError(.inside, "the limit's refinement ended without an answer; please report.")
  }

  /// Exact counting sums over all outcomes at every nuisance point, some two hundred times per limit. Beyond
  /// 10⁸ terms a sum that is minutes, which nothing could interrupt.
  private func requireAffordable(points: Int) throws {
    let outcomeCount = outcomes.states.count
    guard Double(outcomeCount) * Double(points) <= 1e8 else {
      throw HermeticError(
        .capacity,
        "exact counting is too large here: \(outcomeCount) outcomes × \(points) nuisance points (allowed "
          + "are 1e8). Merge channels, name common uncertainties alike, or give fewer of them.")
    }
  }

  /// Standard error of the mean over the lattice's shifts, as a relative error of μ.
  private func latticeError(
    _ test: CountingTest, _ quadrature: SignalQuadrature, _ block: Int, at value: Double
  ) -> Double {
    let count = quadrature.weights.count / block
    let logs = (0..<count).map {
      test.logConfidence(value, quadrature, points: $0 * block..<($0 + 1) * block)
    }
    let mean = logs.reduce(0, +) / Double(count)
    let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count * (count - 1))
    let step = 1e-3 * value
    let all = quadrature.weights.indices
    let slope =
      (test.logConfidence(value + step, quadrature, points: all)
        - test.logConfidence(value, quadrature, points: all)) / step
    return variance.squareRoot() / (slope * value).magnitude
  }

  /// - Parameter size: 2 ln(counts), so that similar outcomes share their points
  private mutating func quadrature(_ size: Int, _ level: Int) -> SignalQuadrature {
    let key = "\(size) \(level)"
    if let known = quadratures[key] { return known }
    let made = SignalQuadrature(
      outcomes, channels: channels, width: exp(Double(size) / 4), level: level)
    quadratures[key] = made
    return made
  }

  /// ln CL is 0 at μ = 0 and falls without end, so a bracket always exists.
  private func root(
    _ test: CountingTest, _ quadrature: SignalQuadrature, _ target: Double, near guess: Double
  ) throws -> Double {
    let all = quadrature.weights.indices
    let f = { (strength: Double) in test.logConfidence(strength, quadrature, points: all) - target }
    var low = 0.0
    var fLow = -target
    var high = guess
    var fHigh = f(high)
    var tries = 0
    while fHigh > 0 {
      (low, fLow) = (high, fHigh)
      high *= 1.6
      fHigh = f(high)
      tries += 1
      guard tries < 200 else {
        throw HermeticError(.numerics, "CLs does not fall to 1 − CL for any signal strength up to \(high).")
      }
    }
    guard
      let value = BrentRootFinder(relativeTolerance: 1e-13).root(
        between: low, valued: fLow, and: high, valued: fHigh, f)
    else {
      throw HermeticError(.numerics, "CLs(μ) is not a number between \(low) and \(high).")
    }
    return value
  }
}
