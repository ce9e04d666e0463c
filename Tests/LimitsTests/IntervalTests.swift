import Core
import Limits
import Numerics
import Testing

/// Bayes and profile intervals against direct integration and brute-force minimisation.
@Suite struct IntervalTests {
  /// ∫ posterior over the interval = CL, with efficiency and background averaged on the likelihood itself.
  @Test(arguments: [(0, 0.4, 0.2, 0.15), (3, 1.2, 0.5, 0.3), (6, 2.0, 0.0, 0.2), (2, 1.0, 0.4, 0.0)])
  func bayesHoldsItsContent(_ n: Int, _ b: Double, _ db: Double, _ de: Double) throws {
    let hermite = GaussHermite(count: 40)
    func likelihood(_ s: Double) -> Double {
      hermite.average { z in
        let mean = s * exp(z * log(1 + de))
        return (0...n).reduce(0.0) {
          $0 + SpecialFunctions.poissonProbability(n - $1, mean: mean)
            * exp(SpecialFunctions.logGammaPoissonProbability($1, mean: b, standardDeviation: db))
        }
      }
    }
    let rule = GaussLegendre(count: 24)
    let whole =
      rule.integrate(0, 10, panels: 20, likelihood) + rule.integrate(10, 200, panels: 60, likelihood)
    let observation = CountingObservation(
      observed: n, background: b, backgroundError: db, efficiencyError: de)
    for level in [0.9, 0.95] {
      var widths: [IntervalBounds: Double] = [:]
      for bounds in IntervalBounds.allCases {
        let interval = try observation.interval(.bayes, confidenceLevel: level, bounds: bounds)
        let inside = rule.integrate(interval.lower, interval.upper, panels: 20, likelihood)
        #expect(abs(inside / whole - level) < 1e-6, "\(bounds)")
        if bounds == .shortest {
          // Equal density at both ends, unless the lower one is the border.
          let (low, high) = (likelihood(interval.lower), likelihood(interval.upper))
          #expect(interval.lower == 0 ? low >= high : abs(low / high - 1) < 1e-3)
        }
        widths[bounds] = interval.upper - interval.lower
      }
      #expect(widths[.shortest]! <= widths[.central]! + 1e-9 && widths[.shortest]! <= widths[.upper]! + 1e-9)
    }
  }

  /// The upper limit is the hybrid CLs limit times exp(σ²): two codes, one number.
  @Test func bayesIsHybridShifted() throws {
    for (n, b, db, de) in [(0, 0.5, 0.0, 0.0), (2, 1.0, 0.3, 0.0), (1, 0.3, 0.1, 0.15), (5, 2.0, 0.5, 0.3)] {
      let observation = CountingObservation(
        observed: n, background: b, backgroundError: db, efficiencyError: de)
      let sigma = log(1 + de)
      let hybrid = try observation.interval(.cls).upper * exp(sigma * sigma)
      #expect(abs(try observation.interval(.bayes).upper / hybrid - 1) < 1e-8)
    }
  }

  @Test func bayesSurvivesLargeCounts() throws {
    for (n, db) in [(20_000, 100.0), (3000, 0.0), (700, 700.0)] {
      let interval = try CountingObservation(observed: n, background: 700, backgroundError: db)
        .interval(.bayes)
      #expect(interval.upper.isFinite && interval.upper > 0)
    }
  }

  /// min over (b, e) by nested golden sections.
  private func bruteForce(_ o: CountingObservation, _ s: Double) -> Double {
    func golden(_ low: Double, _ high: Double, _ f: (Double) -> Double) -> Double {
      var (a, b) = (low, high)
      for _ in 0..<70 {
        let x = b - 0.6180339887498949 * (b - a)
        let y = a + 0.6180339887498949 * (b - a)
        if f(x) < f(y) { b = y } else { a = x }
      }
      return f(0.5 * (a + b))
    }
    func poisson(_ n: Int, _ mean: Double) -> Double {
      mean > 0 ? -2 * SpecialFunctions.logPoissonProbability(n, mean: mean) : (n == 0 ? 0 : 1e300)
    }
    return golden(0, o.efficiencyError > 0 ? 3 : 0) { e in
      let efficiency = o.efficiencyError > 0 ? e : 1
      let constraint = o.efficiencyError > 0 ? (e - 1) * (e - 1) / (o.efficiencyError * o.efficiencyError) : 0
      switch o.backgroundModel {
      case .gaussian:
        if o.backgroundError == 0 { return constraint + poisson(o.observed, s * efficiency + o.background) }
        return constraint
          + golden(0, o.background + 8 * o.backgroundError) { b in
            let pull = (b - o.background) / o.backgroundError
            return poisson(o.observed, s * efficiency + b) + pull * pull
          }
      case .sideband(let count, let ratio):
        return constraint
          + golden(0, 40) { poisson(o.observed, s * efficiency + $0) + poisson(count, ratio * $0) }
      }
    }
  }

  @Test func profileAgainstBruteForce() throws {
    let observations = [
      CountingObservation(observed: 5, background: 2),
      CountingObservation(observed: 5, background: 2, backgroundError: 0.6, efficiencyError: 0.15),
      CountingObservation(observed: 0, background: 0.5, backgroundError: 0.4, efficiencyError: 0.1),
      CountingObservation(observed: 9, background: 3, backgroundError: 2.5, efficiencyError: 0.3),
      CountingObservation(
        observed: 6, background: 0, efficiencyError: 0.2, backgroundModel: .sideband(count: 7, ratio: 3)),
      CountingObservation(observed: 4, background: 0, backgroundModel: .sideband(count: 0, ratio: 2)),
      CountingObservation(
        observed: 0, background: 0, efficiencyError: 0.1, backgroundModel: .sideband(count: 3, ratio: 5)),
    ]
    for observation in observations {
      let interval = try observation.interval(.profile)
      var best = Double.infinity
      for k in 0...160 { best = min(best, bruteForce(observation, 0.1 * Double(k))) }
      let threshold = 2.705543454095404
      #expect(abs(bruteForce(observation, interval.upper) - best - threshold) < 2e-3, "\(observation)")
      if interval.lower > 0 {
        #expect(abs(bruteForce(observation, interval.lower) - best - threshold) < 2e-3, "\(observation)")
      } else {
        #expect(bruteForce(observation, 0) - best < threshold + 2e-3)
      }
    }
  }

  /// Textbook values: n = 0 gives z²/2, and says that this is not a limit to rely on.
  @Test func profileAtZeroCountsWarns() throws {
    let interval = try CountingObservation(observed: 0, background: 0).interval(.profile)
    #expect(abs(interval.upper - 1.352771727047702) < 1e-9)
    #expect(interval.status == .outsideValidity && interval.warning.contains("undercovers"))
  }
}

@Suite struct DiscoveryTests {
  /// Exact tails by summation; the classic numbers of a 5 σ excess.
  @Test func exactTails() {
    for (n, b) in [(1, 0.5), (5, 0.2), (12, 3.3), (40, 20.0)] {
      let direct = (n...(n + 200)).reduce(0.0) { $0 + SpecialFunctions.poissonProbability($1, mean: b) }
      let found = Discovery.excess(observed: n, background: b, backgroundError: 0)
      #expect(abs(found.pValue / direct - 1) < 1e-11)
      let sigma = 0.4 * b
      let averaged = (n...(n + 2000)).reduce(0.0) {
        $0 + exp(SpecialFunctions.logGammaPoissonProbability($1, mean: b, standardDeviation: sigma))
      }
      let gamma = Discovery.excess(observed: n, background: b, backgroundError: sigma)
      #expect(abs(gamma.pValue / averaged - 1) < 1e-9)
      if found.significance > 1 { #expect(gamma.significance < found.significance) }
    }
    #expect(abs(Discovery.significance(pValue: 2.866515718791939e-7) - 5) < 1e-9)
  }

  /// On/off: the binomial tail by summation, and equality with the gamma average of a flat prior for the
  /// background (shape n_off + 1), R. D. Cousins et al. (2008), Sec. 4.
  @Test func onOff() {
    for (on, off, ratio) in [(4, 5, 5.0), (10, 3, 1.0), (3, 0, 2.0)] {
      let p = 1 / (1 + ratio)
      let n = on + off
      let direct = (on...n).reduce(0.0) { sum, k in
        let choose =
          SpecialFunctions.logGamma(Double(n + 1)) - SpecialFunctions.logGamma(Double(k + 1))
          - SpecialFunctions.logGamma(Double(n - k + 1))
        return sum + exp(choose + Double(k) * log(p) + Double(n - k) * log(1 - p))
      }
      let found = Discovery.onOff(on: on, off: off, ratio: ratio)
      #expect(abs(found.pValue / direct - 1) < 1e-11)
      let shape = Double(off + 1)
      let gamma = Discovery.excess(
        observed: on, background: shape / ratio, backgroundError: shape.squareRoot() / ratio)
      #expect(abs(found.pValue / gamma.pValue - 1) < 1e-9)
    }
    // Z_Bi of n_on = 4, n_off = 5, τ = 5, tabulated by Cousins et al.: 1.66.
    #expect(abs(Discovery.onOff(on: 4, off: 5, ratio: 5).significance - 1.66) < 0.005)
  }

  /// Asimov: s ≪ b gives s/√b, δb → 0 joins, and for many events the exact median agrees.
  @Test func asimov() {
    #expect(abs(Discovery.asimov(signal: 1, background: 1e6, backgroundError: 0) / 1e-3 - 1) < 1e-5)
    let known = Discovery.asimov(signal: 5, background: 2, backgroundError: 0)
    #expect(abs(Discovery.asimov(signal: 5, background: 2, backgroundError: 1e-4) / known - 1) < 1e-6)
    #expect(Discovery.asimov(signal: 5, background: 2, backgroundError: 0.5) < known)
    let exact = Discovery.expected(signal: 200, background: 1000, backgroundError: 0).discovery
    let formula = Discovery.asimov(signal: 200, background: 1000, backgroundError: 0)
    #expect(abs(exact.significance / formula - 1) < 0.01)
  }

  @Test func nothingIsNotANumber() {
    for n in [0, 1, 20_000] {
      for b in [0, 1e-8, 3, 20_000.0] {
        let found = Discovery.excess(observed: n, background: b, backgroundError: 0.1 * b)
        #expect(found.pValue >= 0 && found.pValue <= 1)
        #expect(found.significance.isFinite && found.asymptoticSignificance.isFinite)
      }
    }
  }
}
