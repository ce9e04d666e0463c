import Core
import Numerics
import Testing

@testable import Reconstruction

/// Counters read at both ends, and calibration constants.
@Suite struct TwoEndsTests {
  /// √(a₁a₂) of Poisson counts of mean μ = nE/2 each: mean E(1 − 1/(4μ)), variance E/n, to order 1/μ². One end alone, with
  /// half of the photoelectrons, would have twice the variance.
  @Test func geometricMean() throws {
    let model = try response(
      "{\"sensors\": {\"ecal\": {\"photoelectrons_per_GeV\": 100, \"two_ends\": {}}}}")
    var moments = Moments()
    measure(model, visible: ResponseTests.visible) { moments.add($0.measured[57]) }
    let pull = (moments.mean - 10 * (1 - 1 / 2000.0)) / moments.error
    let width = moments.variance / (10.0 / 100) - 1
    print("two ends: pull \(pull), variance off by \(width)")
    #expect(pull.magnitude < 4)
    #expect(width.magnitude < 4 * (2.0 / 20_000).squareRoot())
    #expect((moments.variance / (20.0 / 100) - 1).magnitude > 0.3)
  }

  /// One photoelectron per end in the mean: nothing is reported when one end is silent, e⁻² of the time when the other
  /// may stand in for it.
  @Test(arguments: [("{}", 1 - (1 - exp(-1.0)) * (1 - exp(-1.0))), ("{\"smallest_ratio\": 0.3}", exp(-2.0))])
  func silentEnds(card: String, silent: Double) throws {
    let model = try response(
      "{\"sensors\": {\"veto\": {\"photoelectrons_per_GeV\": 200, \"two_ends\": \(card)}}}")
    var nothing = 0.0
    measure(model, visible: ResponseTests.visible, events: 40_000) {
      if $0.measured[72] == 0 { nothing += 1 }
    }
    let pull = (nothing / 40_000 - silent) / (silent * (1 - silent) / 40_000).squareRoot()
    print("silent ends, \(card): pull \(pull)")
    #expect(pull.magnitude < 4)
  }

  /// Below the ratio the larger end is reported: 1 and 4 photoelectrons have a ratio of 0.25.
  @Test func largerEndBelowTheRatio() throws {
    let model = try response(
      """
      {"sensors": {"veto": {"photoelectrons_per_GeV": 400, "two_ends": {"smallest_ratio": 0.3}}}}
      """)
    var reported: Set<Double> = []
    measure(model, visible: ResponseTests.visible, events: 4000) {
      reported.insert(($0.measured[72] * 200 * 1e6).rounded() / 1e6)
    }
    // √(1 · 4) = 2 is also √(2 · 2); √(1 · 5) and √(1 · 7) can't come otherwise, and must not come at all.
    func saw(root x: Double) -> Bool { reported.contains { ($0 * $0 - x).magnitude < 1e-4 } }
    #expect(!saw(root: 7) && !saw(root: 5))
    #expect(saw(root: 3) && reported.contains(5))
  }

  /// The scale multiplies what is deposited and what others add; noise and thresholds are in reported energies.
  @Test func scale() throws {
    let model = try response(
      """
      {"sensors": {"ecal": {"scale": 1.2, "threshold_GeV": 0.5}},
       "pile_up": {"particles_per_spill": 2e7, "spill_s": 4, "shaping_ns": 20, "library_events": 1}}
      """)
    var library = [Double](repeating: 0, count: 73)
    library[10] = 5
    let plain = try response(
      """
      {"pile_up": {"particles_per_spill": 2e7, "spill_s": 4, "shaping_ns": 20, "library_events": 1}}
      """)
    let other = ResponseWorker(plain, library: RecordedPileUp(light: library, times_ns: [0, 0]))
    measure(
      model, visible: ResponseTests.visible, events: 500,
      library: RecordedPileUp(light: library, times_ns: [0, 0])
    ) {
      #expect(($0.measured[57] - 12).magnitude < 1e-12)
      #expect($0.measured[10] == 0 || $0.measured[10] >= 0.5)
    }
    let scaled = ResponseWorker(model, library: RecordedPileUp(light: library, times_ns: [0, 0]))
    var withPileUp = 0
    for event in 0..<500 as Range<UInt64> {
      other.measure(ResponseTests.visible, flightTimes_ns: [0, 0], seed: 7, event: event)
      scaled.measure(ResponseTests.visible, flightTimes_ns: [0, 0], seed: 7, event: event)
      #expect(
        (scaled.pileUp_GeV[0] - 1.2 * other.pileUp_GeV[0]).magnitude < 1e-12 * (1 + other.pileUp_GeV[0]))
      if other.pileUp_GeV[0] > 0 { withPileUp += 1 }
    }
    #expect(withPileUp > 100)
  }

  @Test(arguments: [
    ("{\"sensors\": {\"ecal\": {\"scale\": 0}}}", "scale"),
    ("{\"sensors\": {\"ecal\": {\"two_ends\": {\"smallest_ratio\": 2}}}}", "smallest_ratio"),
    ("{\"sensors\": {\"ecal\": {\"two_ends\": {\"ratio\": 0.3}}}}", "smallest_ratio"),
  ])
  func badCards(text: String, mentions: String) {
    let error = #expect(throws: HermeticError.self) { try response(text) }
    #expect(error?.message.contains(mentions) == true)
  }
}
