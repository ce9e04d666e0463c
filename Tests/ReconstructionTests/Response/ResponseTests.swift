import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite struct ResponseTests {
  /// One ECAL cell with 10 GeV (1 GeV visible), the counter with 10 MeV.
  static let visible: [Double] = {
    var cells = [Double](repeating: 0, count: 73)
    cells[36 + 3 * 6 + 3] = 1
    cells[72] = 0.01
    return cells
  }()

  @Test func nothingInTheCardReportsTheTruth() throws {
    let worker = ResponseWorker(try response("{}"))
    worker.measure(Self.visible, flightTimes_ns: [0.5, 0], seed: 1, event: 1)
    #expect(worker.measured[36 + 21] == 10)
    #expect(worker.measured[72] == 0.01)
    #expect(worker.times_ns == [0.5, 0])
  }

  /// E → Poisson(nE)/n: mean E, variance E/n. The planted wrong number of photoelectrons must fail.
  @Test func photostatistics() throws {
    let model = try response("{\"sensors\": {\"ecal\": {\"photoelectrons_per_GeV\": 25}}}")
    var moments = Moments()
    measure(model, visible: Self.visible) { moments.add($0.measured[57]) }
    let pull = (moments.mean - 10) / moments.error
    // Var(s²) of a Poisson of mean 250 is 2σ⁴/n to half a per cent.
    let width = moments.variance / (10.0 / 25) - 1
    print("photostatistics: pull \(pull), variance off by \(width)")
    #expect(pull.magnitude < 4)
    #expect(width.magnitude < 4 * (2.0 / 20_000).squareRoot())
    #expect((moments.variance / (10.0 / 27) - 1).magnitude > 4 * (2.0 / 20_000).squareRoot())
  }

  /// σ² = E/n + (bE)² + σ_noise²: the stages add in quadrature.
  @Test func stagesAddInQuadrature() throws {
    let model = try response(
      """
      {"sensors": {"ecal": {"photoelectrons_per_GeV": 250, "cell_fluctuation": 0.04, "noise_GeV": 0.3}}}
      """)
    var moments = Moments()
    measure(model, visible: Self.visible) { moments.add($0.measured[57]) }
    let expected = 10.0 / 250 + 0.16 + 0.09
    let width = moments.variance / expected - 1
    print("quadrature: variance off by \(width)")
    #expect(width.magnitude < 5 * (2.0 / 20_000).squareRoot())
    #expect(((moments.mean - 10) / moments.error).magnitude < 4)
  }

  /// Switching one stage off leaves the other stages' random numbers alone.
  @Test func stagesHaveStreamsOfTheirOwn() throws {
    let both = ResponseWorker(
      try response(
        "{\"sensors\": {\"ecal\": {\"photoelectrons_per_GeV\": 100, \"time_ns\": 2}, \"veto\": {\"noise_GeV\": 0.001}}}"
      ))
    let one = ResponseWorker(
      try response("{\"sensors\": {\"ecal\": {\"time_ns\": 2}, \"veto\": {\"noise_GeV\": 0.001}}}"))
    both.measure(Self.visible, flightTimes_ns: [0, 0], seed: 3, event: 9)
    one.measure(Self.visible, flightTimes_ns: [0, 0], seed: 3, event: 9)
    #expect(both.times_ns[0] == one.times_ns[0])
    #expect(both.measured[72] == one.measured[72])
    #expect(both.measured[57] != one.measured[57])
  }

  /// Cross-talk moves light and, away from the rim, loses none.
  @Test func crossTalk() throws {
    let worker = ResponseWorker(try response("{\"sensors\": {\"ecal\": {\"cross_talk\": 0.08}}}"))
    worker.measure(Self.visible, flightTimes_ns: [0, 0], seed: 1, event: 1)
    #expect((worker.measured[57] - 9.2).magnitude < 1e-12)
    for neighbour in [57 - 6, 57 + 6, 57 - 1, 57 + 1] {
      #expect((worker.measured[neighbour] - 0.2).magnitude < 1e-12)
    }
    #expect(((0..<72).reduce(0) { $0 + worker.measured[$1] } - 10).magnitude < 1e-12)
    var corner = [Double](repeating: 0, count: 73)
    corner[0] = 1
    worker.measure(corner, flightTimes_ns: [0, 0], seed: 1, event: 1)
    // Two of four neighbours are missing: half of the 8 % is lost. Sections don't mix.
    #expect(((0..<36).reduce(0) { $0 + worker.measured[$1] } - 9.6).magnitude < 1e-12)
    #expect((36..<72).allSatisfy { worker.measured[$0] == 0 })
  }

  @Test func thresholdSaturationAndTurnOn() throws {
    let model = try response(
      """
      {"sensors": {"ecal": {"threshold_GeV": 0.5, "saturation_GeV": 8},
                   "veto": {"turn_on": {"energy_GeV": 0.02, "power": 2}}}}
      """)
    var cells = Self.visible
    cells[3] = 0.049
    var seen = 0.0
    measure(model, visible: cells, events: 40_000) {
      #expect($0.measured[57] == 8 && $0.measured[3] == 0)
      if $0.measured[72] > 0 { seen += 1 }
    }
    // (0.01/0.02)² = 1/4, binomial.
    let pull = (seen / 40_000 - 0.25) / (0.25 * 0.75 / 40_000).squareRoot()
    print("turn-on: pull \(pull)")
    #expect(pull.magnitude < 4)
  }

  /// Calibration errors belong to the detector: the same in every event and run, another with another seed.
  @Test func miscalibrationIsFixed() throws {
    let card = "{\"sensors\": {\"ecal\": {\"miscalibration\": 0.05}}, \"calibration_seed\": %}"
    func gain(_ seed: String) throws -> Double {
      let worker = ResponseWorker(
        try response(card.split(separator: "%", omittingEmptySubsequences: false).joined(separator: seed)))
      worker.measure(Self.visible, flightTimes_ns: [0, 0], seed: 5, event: 77)
      let first = worker.measured[57]
      worker.measure(Self.visible, flightTimes_ns: [0, 0], seed: 6, event: 78)
      #expect(worker.measured[57] == first)
      return first / 10
    }
    #expect(try gain("1") == gain("1"))
    #expect(try gain("1") != gain("2"))
    var moments = Moments()
    for seed in 0..<400 { moments.add(try gain("\(seed)")) }
    #expect((moments.variance.squareRoot() / 0.05 - 1).magnitude < 4 / (800.0).squareRoot())
  }

  @Test func timeOfNothingIsUndefined() throws {
    let worker = ResponseWorker(
      try response("{\"sensors\": {\"ecal\": {\"time_ns\": 1, \"threshold_GeV\": 20}}}"))
    worker.measure(Self.visible, flightTimes_ns: [0, 0], seed: 5, event: 77)
    #expect(worker.times_ns[0].isNaN && worker.times_ns[1] == 0)
  }

  @Test(arguments: [
    ("{\"sensors\": {\"ecel\": {}}}", "ecal"), ("{\"sensors\": {\"ecal\": {\"noise\": 1}}}", "noise_GeV"),
    ("{\"sensors\": {\"ecal\": {\"cross_talk\": 0.6}}}", "cross_talk"),
    ("{\"pile_up\": {\"particles_per_spill\": 1e12}}", "particles_per_spill"),
    ("{\"pile_up\": {}}", "particles_per_spill"), ("{\"sensors\": []}", "sensors"),
    ("{\"sensors\": {\"ecal\": {\"light_collection\": {\"rod_depth\": 2}}}}", "rod_depth"),
  ])
  func badCards(text: String, mentions: String) {
    let error = #expect(throws: HermeticError.self) { try response(text) }
    #expect(error?.message.contains(mentions) == true)
  }
}
