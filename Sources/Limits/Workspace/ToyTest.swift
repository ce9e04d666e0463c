import Core
import Numerics

/// CL_s from toys: p = share of toys with a statistic at least as large as the observed one.
struct ToyTest {
  struct Options {
    var toys = 10_000
    var seed: UInt64 = 1
    var threads = 1

    init(_ card: inout Card) throws {
      toys = try card.integer("toys", default: 10_000, in: 100...10_000_000)
      seed = UInt64(try card.integer("seed", default: 1, in: 0...Int(1) << 52))
      let threads = try card.integer("threads", default: 1, in: 0...256)
      self.threads = threads == 0 ? Threads.processorCount : threads
    }
  }

  /// What toys say about one strength.
  struct Point {
    var strength: Double
    var statistic: Double
    var signalPlusBackground: Double
    var background: Double
    /// Standard error of ln CL_s (or of ln CL_{s+b}), observed and for the five expected values.
    var logError: Double
    /// CL_s or CL_{s+b} at the −2σ … +2σ quantiles of background.
    var expected: [Double]
    var expectedLogErrors: [Double]
    var failures: Int
  }

  let profile: ProfileLikelihood
  let statistic: TestStatistic
  let kind: ToyGenerator.Kind
  let limit: LimitStatistic
  let options: Options

  init(
    _ layout: LikelihoodLayout, _ statistic: TestStatistic, _ kind: ToyGenerator.Kind,
    _ limit: LimitStatistic, _ options: Options
  ) throws {
    profile = try ProfileLikelihood(layout)
    profile.setLowerBound(statistic)
    try profile.freeFit()
    self.statistic = statistic
    self.kind = kind
    self.limit = limit
    self.options = options
    if kind == .hybrid { try NuisancePrior.requirePriors(layout) }
  }

  /// The generator of a hypothesis: parameters at the conditional fit to the data.
  func generator(_ strength: Double, hypothesis: UInt64) throws -> ToyGenerator {
    _ = try profile.conditional(strength)
    var parameters = profile.evaluator.current.parameters
    if kind == .hybrid {
      parameters = profile.layout.initial
      parameters[profile.interest] = strength
    }
    profile.evaluator.setParameters(parameters)
    let rates = profile.evaluator.expectedRates()
    for (bin, rate) in rates.enumerated() where !(rate >= 0 && rate < 1e15) {
      throw HermeticError(
        .numerics, "the fit at μ = \(strength) expects \(rate) events in bin \(bin): no toys can be drawn.")
    }
    return ToyGenerator(
      layout: profile.layout, kind: kind, seed: options.seed, hypothesis: hypothesis,
      parameters: parameters, rates: rates)
  }

  func statistics(_ strength: Double, under hypothesis: Double, stream: UInt64) throws -> [Double] {
    toyStatistics(
      try generator(hypothesis, hypothesis: stream), strength: strength, statistic: statistic,
      count: options.toys, threads: options.threads)
  }

  func point(_ strength: Double) throws -> Point {
    let observed = try profile.upperStatistic(strength)
    let all = (
      signal: try statistics(strength, under: strength, stream: 1),
      background: try statistics(strength, under: 0, stream: 0)
    )
    let signal = all.signal.filter { !$0.isNaN }.sorted()
    let background = all.background.filter { !$0.isNaN }.sorted()
    let failures = 2 * options.toys - signal.count - background.count
    guard Double(failures) <= 0.01 * Double(2 * options.toys), !signal.isEmpty, !background.isEmpty else {
      throw HermeticError(
        .numerics,
        "\(failures) of \(2 * options.toys) toy fits at μ = \(strength) found no minimum (1 % is allowed). Look at "
          + "the workspace's fit.")
    }
    func share(_ values: [Double], atLeast q: Double) -> Double {
      // Equal outcomes must count in spite of rounding.
      let edge = q - 1e-6 * (1 + q)
      var low = 0
      var high = values.count
      while low < high {
        let middle = (low + high) / 2
        if values[middle] < edge { low = middle + 1 } else { high = middle }
      }
      return Double(values.count - low) / Double(values.count)
    }
    func level(_ q: Double) -> (value: Double, error: Double, sb: Double, b: Double) {
      let sb = share(signal, atLeast: q)
      let b = share(background, atLeast: q)
      // No toy beyond: one would be a fluctuation upwards, so the relative error is 1.
      var square = sb > 0 ? (1 - sb) / (sb * Double(signal.count)) : 1
      if limit == .cls { square += b > 0 ? (1 - b) / (b * Double(background.count)) : 1 }
      let value = limit == .cls ? (b > 0 ? sb / b : 1) : sb
      return (value, square.squareRoot(), sb, b)
    }
    // Large q is background-like: the −2σ outcome is the one that only Φ(−2) of background exceeds.
    let outcomes = [-2.0, -1, 0, 1, 2].map { deviations -> Double in
      let p = SpecialFunctions.normalCumulative(-deviations)
      return background[max(0, min(background.count - 1, Int(p * Double(background.count))))]
    }
    let expected = outcomes.map { level($0) }
    let own = level(observed)
    return Point(
      strength: strength, statistic: observed, signalPlusBackground: own.sb, background: own.b,
      logError: own.error, expected: expected.map(\.value), expectedLogErrors: expected.map(\.error),
      failures: failures)
  }
}
