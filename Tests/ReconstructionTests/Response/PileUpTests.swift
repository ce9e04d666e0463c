import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite struct PileUpTests {
  static func pileUp(_ extra: String = "") throws -> PileUp {
    try PileUp(
      json: JSON.parse(
        "{\"particles_per_spill\": 2e8, \"spill_s\": 4, \"shaping_ns\": 20, \"library_events\": 3\(extra)}"),
      path: "pile_up")
  }

  /// Sum of weights: compound Poisson, mean λ∫w = λ e τ and variance λ∫w² = λ e² τ/4, with λ = 0.05/ns.
  @Test func momentsOfTheSum() throws {
    let model = try Self.pileUp()
    var moments = Moments()
    var rng = RandomStream(seed: 4, event: 0)
    for _ in 0..<100_000 { moments.add(model.draw(&rng).reduce(0) { $0 + $1.weight }) }
    let e = 2.718281828459045
    let mean = 0.05 * 20 * e
    let variance = 0.05 * 20 * e * e / 4
    let pull = (moments.mean - mean) / moments.error
    let width = moments.variance / variance - 1
    print("pile-up: mean pull \(pull), variance off by \(width)")
    #expect(pull.magnitude < 4)
    #expect(width.magnitude < 0.03)
    // A shape without the factor e would be off by 170 %: the test sees a per cent.
    #expect(((moments.mean - 1.01 * mean) / moments.error).magnitude > 2)
  }

  @Test func countsArePoisson() throws {
    let model = try Self.pileUp()
    let mean = model.rate_per_ns * model.window_ns
    var rng = RandomStream(seed: 5, event: 0)
    var observed = [Double](repeating: 0, count: 60)
    let n = 100_000
    for _ in 0..<n { observed[min(59, model.draw(&rng).count)] += 1 }
    func pValue(_ mean: Double) -> Double {
      var chi2 = 0.0
      var bins = 0.0
      var probability = exp(-mean)
      for k in 0..<60 {
        let expected = probability * Double(n)
        if expected > 20 {
          chi2 += (observed[k] - expected) * (observed[k] - expected) / expected
          bins += 1
        }
        probability *= mean / Double(k + 1)
      }
      return 1 - SpecialFunctions.regularizedGammaP(0.5 * bins, 0.5 * chi2)
    }
    let p = pValue(mean)
    print("pile-up counts: p \(p)")
    #expect(p > 1e-3)
    #expect(pValue(1.02 * mean) < 1e-6)
  }

  @Test func pulseShape() throws {
    let model = try Self.pileUp(", \"resolved_ns\": 30, \"residual\": 0.1")
    #expect(model.weight(earlier_ns: 0) == 1)
    #expect(model.weight(earlier_ns: -20) == 0)
    #expect(model.weight(earlier_ns: 29.9) > 0.55)
    #expect(model.weight(earlier_ns: 30.1) < 0.06)
  }

  /// What is overlaid is a library event, scaled, in every sensor; its time pulls the mean.
  @Test func overlay() throws {
    let model = try response(
      "{\"pile_up\": {\"particles_per_spill\": 2e7, \"spill_s\": 4, \"shaping_ns\": 20, \"library_events\": 1}}"
    )
    var library = [Double](repeating: 0, count: 73)
    library[10] = 5  // 50 GeV
    library[72] = 0.01
    var pile = Moments()
    measure(
      model, visible: ResponseTests.visible, library: RecordedPileUp(light: library, times_ns: [1, 1])
    ) {
      let added = $0.pileUp_GeV[0]
      pile.add(added)
      #expect(($0.measured[10] - added).magnitude < 1e-9)
      #expect($0.measured[57] == 10)
      #expect(($0.measured[72] - 0.01 - added * 0.01 / 50).magnitude < 1e-12)
    }
    let pull = (pile.mean - 50 * 0.005 * 20 * 2.718281828459045) / pile.error
    print("overlay: pull \(pull)")
    #expect(pull.magnitude < 4)
  }

  /// Kinds of particles come by their shares, each from its part of the library: ⟨added⟩ = λ e τ Σ share · energy.
  @Test func kindsByShare() throws {
    let model = try response(
      """
      {"pile_up": {"particles_per_spill": 2e7, "spill_s": 4, "shaping_ns": 20, "library_events": 2}}
      """
    ).pilingUp(shares: [9, 1])
    var library = [Double](repeating: 0, count: 4 * 73)
    for event in 0..<2 { library[event * 73 + 10] = 1 }
    for event in 2..<4 { library[event * 73 + 72] = 0.02 }
    var first = Moments()
    var second = Moments()
    measure(
      model, visible: ResponseTests.visible, events: 100_000,
      library: RecordedPileUp(light: library, times_ns: [Double](repeating: 0, count: 8))
    ) {
      first.add($0.pileUp_GeV[0])
      second.add($0.pileUp_GeV[1])
    }
    let sum = 0.005 * 20 * 2.718281828459045
    let pulls = [
      (first.mean - 0.9 * sum * 10) / first.error, (second.mean - 0.1 * sum * 0.02) / second.error,
    ]
    print("kinds by share: pulls \(pulls)")
    #expect(pulls.allSatisfy { $0.magnitude < 4 })
    // Equal shares would be far off.
    #expect(((second.mean - 0.5 * sum * 0.02) / second.error).magnitude > 10)
  }
}
