import Core
import Limits
import Numerics
import Testing

@Suite struct CountingModelTests {
  /// Three intensity bins of 2016, then 2017 and 2018: common causes, and one per period.
  static func na64(observed: [Int] = [0, 0, 0, 0, 0], errors: Bool = true) throws -> CountingModel {
    let signal = [1.1, 0.8, 0.5, 2.9, 9.0]
    let background = [0.04, 0.05, 0.03, 0.2, 0.19]
    let names = ["2016 low", "2016 medium", "2016 high", "2017", "2018"]
    let selection = [
      "selection_2016", "selection_2016", "selection_2016", "selection_2017", "selection_2018",
    ]
    return try CountingModel(
      channels: names.indices.map { i in
        CountingChannel(
          name: names[i], signal: signal[i], background: background[i],
          backgroundError: errors ? 0.5 * background[i] : 0, observed: observed[i],
          signalUncertainties: errors ? ["eot": 0.05, "cross_section": 0.1, selection[i]: 0.13] : [:])
      })
  }

  @Test func oneChannelIsTheSingleCount() throws {
    for (n, b, db, de) in [(0, 0.3, 0.1, 0.15), (2, 1.0, 0.3, 0.15), (5, 0.5, 0.5, 0.3)] {
      let single = try CountingLimit.events(
        observed: n, background: b, backgroundError: db, efficiencyError: de)
      let model = try CountingModel(channels: [
        CountingChannel(
          name: "a", signal: 4, background: b, backgroundError: db, observed: n,
          signalUncertainties: ["x": de])
      ])
      let limit = try model.upperLimit()
      #expect(abs(4 * limit.value / single.value - 1) < 1e-9)
      for (a, b) in zip(limit.expected, single.expected) { #expect(abs(4 * a / b - 1) < 1e-9) }
      #expect(limit.method == "hybrid CLs, exact counting")
      #expect(limit.quantity == "mu" && single.quantity == "events")
    }
  }

  /// A channel cut into pieces with the same s/b carries the same information.
  @Test func splittingAChannelChangesNothing() throws {
    let whole = try CountingLimit.events(observed: 3, background: 1.5, efficiencyError: 0.1)
    for ordering in CountOrdering.allCases {
      let split = try CountingModel(channels: [
        CountingChannel(
          name: "a", signal: 0.2, background: 0.3, observed: 2, signalUncertainties: ["e": 0.1]),
        CountingChannel(
          name: "b", signal: 0.5, background: 0.75, observed: 0, signalUncertainties: ["e": 0.1]),
        CountingChannel(
          name: "c", signal: 0.3, background: 0.45, observed: 1, signalUncertainties: ["e": 0.1]),
      ]).upperLimit(ordering: ordering)
      #expect(abs(split.value / whole.value - 1) < 1e-9)
      for (a, b) in zip(split.expected, whole.expected) { #expect(abs(a / b - 1) < 1e-9) }
    }
  }

  /// No counts anywhere: E[exp(−μ Σ sᵢeᵢ)] = 1 − CL for every background and ranking.
  @Test func nothingObservedHasAClosedForm() throws {
    let exact = try CountingModelTests.na64(errors: false)
    let total = exact.channels.reduce(0) { $0 + $1.signal }
    #expect(abs(try exact.upperLimit().value * total - 2.302585092994046) < 1e-11)

    // Two channels, each with its own cause and a common one: a product of one-dimensional averages.
    let model = try CountingModel(channels: [
      CountingChannel(
        name: "a", signal: 2, background: 0, observed: 0, signalUncertainties: ["own_a": 0.2, "eot": 0.1]),
      CountingChannel(
        name: "b", signal: 3, background: 0.7, backgroundError: 0.7, observed: 0,
        signalUncertainties: ["own_b": 0.3, "eot": 0.1]),
    ])
    let limit = try model.upperLimit()
    let rule = GaussHermite(count: 40)
    let confidence = rule.average { common in
      let factor = limit.value * exp(common * log(1.1))
      let a = rule.average { exp(-factor * 2 * exp($0 * log(1.2))) }
      let b = rule.average { exp(-factor * 3 * exp($0 * log(1.3))) }
      return a * b
    }
    #expect(abs(confidence - 0.1) < 1e-9)
    #expect(limit.relativeError < 1e-8)
    #expect(abs(limit.signalConfidence - 0.1) < 1e-12)
  }

  /// Enumerates every pair of counts and averages with a dense midpoint rule: nothing in common with
  /// the recursion, the states or the quadrature of the code.
  @Test func agreesWithBruteForceEnumeration() throws {
    let channels = [
      CountingChannel(
        name: "a", signal: 1, background: 0.4, backgroundError: 0.2, observed: 1,
        signalUncertainties: ["eot": 0.2]),
      CountingChannel(
        name: "b", signal: 2, background: 2.5, backgroundError: 0.5, observed: 3,
        signalUncertainties: ["eot": 0.1, "b": 0.15]),
    ]
    let limit = try CountingModel(channels: channels).upperLimit()
    let total = 3.0
    let weights = channels.map { log(1 + 3 / total * $0.signal / $0.background) }
    let threshold = zip(weights, channels).reduce(0) { $0 + $1.0 * Double($1.1.observed) } * (1 + 1e-9)
    func confidence(_ strength: Double) -> Double {
      let nb = channels.map { channel in
        (0...30).map {
          exp(
            SpecialFunctions.logGammaPoissonProbability(
              $0, mean: channel.background, standardDeviation: channel.backgroundError))
        }
      }
      var sum = 0.0
      let step = 0.25
      for i in -32...32 {
        for j in -32...32 {
          let z = [Double(i) * step, Double(j) * step]
          let weight = step * step * exp(-0.5 * (z[0] * z[0] + z[1] * z[1])) / (2 * .pi)
          if weight < 1e-14 { continue }
          let rates = [
            strength * exp(z[0] * log(1.2)), strength * 2 * exp(z[0] * log(1.1) + z[1] * log(1.15)),
          ]
          let probabilities = (0..<2).map { c in
            (0...18).map { n in
              (0...n).reduce(0.0) {
                $0 + SpecialFunctions.poissonProbability($1, mean: rates[c]) * nb[c][n - $1]
              }
            }
          }
          for a in 0...18 {
            for b in 0...18 where weights[0] * Double(a) + weights[1] * Double(b) <= threshold {
              sum += weight * probabilities[0][a] * probabilities[1][b]
            }
          }
        }
      }
      return sum
    }
    let cls = confidence(limit.value) / confidence(0)
    print("brute force CLs at the limit: \(cls); CLb \(confidence(0)) against \(limit.backgroundConfidence)")
    #expect(abs(cls - 0.1) < 1e-8)
    #expect(abs(confidence(0) - limit.backgroundConfidence) < 1e-10)
  }

  /// Three bins without events: the asymptotic limit of pyhf (reference file) is far too strong; exact
  /// counting gives the closed form.
  @Test func asymptoticLimitsOfEmptyBinsAreTooStrong() throws {
    let scale = { (own: String, size: Double) in ["xsec": 0.1, "eot": 0.05, own: size] }
    let channels = [
      CountingChannel(
        name: "low", signal: 1.2, background: 0.03, backgroundError: 0.0162, observed: 0,
        signalUncertainties: scale("eff_A", 0.08)),
      CountingChannel(
        name: "med", signal: 1.6, background: 0.06, backgroundError: 0.0323, observed: 0,
        signalUncertainties: scale("eff_A", 0.08)),
      CountingChannel(
        name: "high", signal: 1.1, background: 0.08, backgroundError: 0.0506, observed: 0,
        signalUncertainties: scale("eff_B", 0.15)),
    ]
    let limit = try CountingModel(channels: channels).upperLimit()
    let rule = GaussHermite(count: 32)
    let common = (log(1.1) * log(1.1) + log(1.05) * log(1.05)).squareRoot()
    let confidence = rule.average { z in
      let factor = limit.value * exp(z * common)
      return rule.average { exp(-factor * 2.8 * exp($0 * log(1.08))) }
        * rule.average { exp(-factor * 1.1 * exp($0 * log(1.15))) }
    }
    print("three empty bins: hybrid \(limit.value), pyhf asymptotic 0.3885")
    #expect(abs(confidence - 0.1) < 1e-9)
    guard let json = try ReferenceFile.json("pyhf_na64_3bin_zerobkg.json"),
      case .array(let values)? = json["results"]?["na64_3bin_zerobkg"]?["asym_0.9"],
      case .number(let asymptotic)? = values.first
    else { return }
    #expect(asymptotic < 0.67 * limit.value)
  }

  @Test func rescalingTheSignalRescalesTheLimit() throws {
    let model = try CountingModelTests.na64(observed: [0, 0, 1, 0, 1])
    var channels = model.channels
    for i in channels.indices { channels[i].signal *= 1e-7 }
    let scaled = try CountingModel(channels: channels).upperLimit()
    let limit = try model.upperLimit()
    #expect(abs(scaled.value * 1e-7 / limit.value - 1) < 1e-8)
    #expect(abs(scaled.expectedPlus2 * 1e-7 / limit.expectedPlus2 - 1) < 1e-8)
  }

  @Test func moreBackgroundCountsAndErrors() throws {
    // More background at the same counts explains them better: a smaller limit, never below n = 0.
    var previous = Double.infinity
    for b in [0, 0.1, 0.5, 1, 2, 4, 8.0] {
      let value = try CountingLimit.events(observed: 3, background: b).value
      #expect(value < previous && value > 2.302585)
      previous = value
    }
    previous = 0
    for n in 0...12 {
      let value = try CountingLimit.events(
        observed: n, background: 1.2, backgroundError: 0.4, efficiencyError: 0.2
      ).value
      #expect(value > previous)
      previous = value
    }
    for (n, b) in [(0, 0.5), (2, 0.5), (4, 1.0)] {
      previous = 0
      for error in [0, 0.05, 0.15, 0.3, 0.6] {
        let value = try CountingLimit.events(observed: n, background: b, efficiencyError: error).value
        #expect(value > previous)
        previous = value
      }
      previous = 0
      for error in [0, 0.1, 0.3, 0.6, 1.0] {
        let value = try CountingLimit.events(
          observed: n, background: b, backgroundError: error * b
        ).value
        #expect(n == 0 ? abs(value - 2.302585092994) < 1e-9 : value > previous)
        previous = value
      }
    }
    // Correlated errors weigh more than independent ones.
    let shared = try CountingModel(
      channels: (0..<2).map {
        CountingChannel(
          name: "\($0)", signal: 1, background: 0.2, observed: 0, signalUncertainties: ["same": 0.3])
      }
    ).upperLimit()
    let own = try CountingModel(
      channels: (0..<2).map {
        CountingChannel(
          name: "\($0)", signal: 1, background: 0.2, observed: 0, signalUncertainties: ["own \($0)": 0.3])
      }
    ).upperLimit()
    #expect(shared.value > own.value)
  }

  /// A useless channel (no signal) must not matter, whatever it saw.
  @Test func channelsWithoutSignalDropOut() throws {
    let model = try CountingModelTests.na64(observed: [0, 1, 0, 0, 0])
    let more = try CountingModel(
      channels: model.channels + [
        CountingChannel(name: "control", signal: 0, background: 7, backgroundError: 2, observed: 31)
      ])
    #expect(try more.upperLimit().value == model.upperLimit().value)
  }

  @Test func likelihoodRatioExpectsStrongerLimitsThanTheTotalCount() throws {
    let model = try CountingModel(channels: [
      CountingChannel(name: "clean", signal: 2, background: 0.1, observed: 0),
      CountingChannel(name: "dirty", signal: 1, background: 6, observed: 6),
    ])
    let ratio = try model.upperLimit()
    let total = try model.upperLimit(ordering: .totalCount)
    print("clean + dirty: ln Q expects \(ratio.expectedMedian), total count \(total.expectedMedian)")
    #expect(ratio.expectedMedian < 0.75 * total.expectedMedian)
    // A clean channel alone is beaten, or equalled, by the combination in the median.
    let clean = try CountingModel(channels: [model.channels[0]]).upperLimit()
    #expect(ratio.expectedMedian <= clean.expectedMedian * 1.05)
  }

  @Test func backgroundFreeChannels() throws {
    // One event where nothing is expected: as a single channel 3.8897; with a silent second channel the
    // ranking adds only outcomes that are as signal-like or less.
    let one = try CountingLimit.events(observed: 1, background: 0)
    #expect(abs(one.value - 3.889720169867429) < 1e-10)
    let two = try CountingModel(channels: [
      CountingChannel(name: "a", signal: 0.6, background: 0, observed: 1),
      CountingChannel(name: "b", signal: 0.4, background: 0, observed: 0),
    ]).upperLimit()
    #expect(abs(two.value - one.value) < 1e-10)
    #expect(two.backgroundPValue < 1e-12)
  }

  /// CLs+b of one count: Q(n+1, s + b) = 1 − CL; empty when even s = 0 is excluded.
  @Test func signalPlusBackgroundConfidence() throws {
    let model = try CountingModel(channels: [
      CountingChannel(name: "a", signal: 1, background: 1.5, observed: 2)
    ])
    let limit = try model.upperLimit(statistic: .clsPlusB)
    #expect(abs(limit.value + 1.5 - 5.322320337833) < 1e-9)
    #expect(limit.method == "exact Poisson CLs+b")
    let low = try CountingModel(channels: [
      CountingChannel(name: "a", signal: 1, background: 6, observed: 0)
    ]).upperLimit(statistic: .clsPlusB)
    #expect(low.value == 0 && low.status == .empty)
  }

  @Test func manyIndependentCausesUseTheLattice() throws {
    let channels = (0..<10).map { i in
      CountingChannel(
        name: "\(i)", signal: 0.1 + 0.05 * Double(i), background: 0.1, observed: 0,
        signalUncertainties: ["own \(i)": 0.3, "eot": 0.1])
    }
    let limit = try CountingModel(channels: channels).upperLimit()
    // Closed form: a product of averages, inside one over the common cause.
    let rule = GaussHermite(count: 24)
    let confidence = rule.average { common in
      let factor = limit.value * exp(common * log(1.1))
      return channels.reduce(1.0) { product, channel in
        product * rule.average { exp(-factor * channel.signal * exp($0 * log(1.3))) }
      }
    }
    print("lattice: CLs \(confidence), stated error \(limit.relativeError), \(limit.nuisancePoints) points")
    #expect(abs(confidence - 0.1) < 3e-5)
    #expect(limit.relativeError > 1e-9 && limit.relativeError < 1e-4)
    #expect(abs(confidence - 0.1) / 0.23 < 5 * limit.relativeError)
  }

  /// Means above 700 would underflow exp(−mean); the Gaussian limit with b = 0 is known.
  @Test func largeCounts() throws {
    let limit = try CountingLimit.events(observed: 2000, background: 0)
    let exact = BrentRootFinder().root(between: 2000, and: 2300) {
      SpecialFunctions.regularizedGammaQ(2001, $0) - 0.1
    }!
    #expect(abs(limit.value / exact - 1) < 1e-11)
    let background = try CountingLimit.events(observed: 1000, background: 1000)
    let want = BrentRootFinder().root(between: 1, and: 200) {
      SpecialFunctions.regularizedGammaQ(1001, $0 + 1000) / SpecialFunctions.regularizedGammaQ(1001, 1000)
        - 0.1
    }!
    #expect(abs(background.value / want - 1) < 1e-9)
  }

  @Test func couplings() throws {
    #expect(abs(try CouplingLimit.epsilon(reference: 1e-4, signalStrength: 0.25) - 5e-5) < 1e-19)
    let limit = try CountingModelTests.na64().upperLimit()
    let band = try CouplingLimit.epsilon(reference: 1e-4, limit: limit)
    #expect(abs(band.value / 1e-4 - limit.value.squareRoot()) < 1e-12)
    #expect(band.quantity == "epsilon" && band.expectedPlus2 >= band.expectedMedian)
    // y at ε = 1e-4, α_D = 0.1, R = 3: 1e-8 · 0.1 / 81.
    let y = try CouplingLimit.thermalVariable(epsilon: 1e-4, darkFineStructure: 0.1, massRatio: 1.0 / 3)
    #expect(abs(y / (1e-9 / 81) - 1) < 1e-12)
  }
}
