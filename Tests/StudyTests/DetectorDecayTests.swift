import Core
import Events
import Numerics
import Signal
import Testing

@testable import Study

/// Bosons that decay inside the detector: where, into what, with which weight.
@Suite struct DetectorDecayTests {
  static let world =
    "{\"world\": {\"material\": \"vacuum\", \"size_mm\": [1000, 1000, 20000]}, \"volumes\": []}"

  func decays(_ model: String, _ decay: String) throws -> (DetectorDecays, Setup) {
    let model = try ModelRegistry.model(json: try JSON.parse(model), path: "model")
    return (
      try DetectorDecays(
        model as! any BosonProductionModel, card: try DecayCard(json: try JSON.parse(decay), path: "decay"),
        path: "decay"), try Setup(json: try JSON.parse(Self.world), path: "setup")
    )
  }

  func fates(_ decays: DetectorDecays, _ setup: Setup, energy: Double, count: Int) -> [DetectorDecays.Fate] {
    (0..<count).map {
      var rng = RandomStream(seed: 7, event: UInt64($0), purpose: .signal)
      return decays.fate(
        energy_GeV: energy, from: Vector3(0, 0, -9000), along: Vector3(0, 0, 1), in: setup.world, &rng)
    }
  }

  /// Largest distance of the distribution from `law`, times √n: above 1.95 with p = 1e-3.
  func kolmogorov(_ values: [Double], _ law: (Double) -> Double) -> Double {
    let sorted = values.sorted()
    let n = Double(sorted.count)
    var largest = 0.0
    for (index, value) in sorted.enumerated() {
      let f = law(value)
      largest = max(largest, f - Double(index) / n, Double(index + 1) / n - f)
    }
    return largest * n.squareRoot()
  }

  static let photon = "{\"kind\": \"dark_photon\", \"mass_GeV\": 0.0167}"

  /// Paths follow e^{−l/L}/L, L = cτ p/m; a law with L 5 % longer is seen.
  @Test func pathsFollowTheExponential() throws {
    let (decays, setup) = try decays(Self.photon, "{\"coupling\": 2e-4}")
    let mediator = try Mediator.darkPhoton(mass_GeV: 0.0167, epsilon: 2e-4)
    let expected = 1e3 * mediator.properDecayLength_m * (60 * 60 - 0.0167 * 0.0167).squareRoot() / 0.0167
    let fates = fates(decays, setup, energy: 60, count: 20_000)
    #expect((fates[0].meanPath_mm / expected - 1).magnitude < 1e-12)
    #expect(fates.allSatisfy { $0.weight == 1 })
    let paths = fates.map(\.path_mm)
    #expect(kolmogorov(paths) { -expm1(-$0 / expected) } < 1.95)
    #expect(kolmogorov(paths) { -expm1(-$0 / (1.05 * expected)) } > 1.95)
    for fate in fates.prefix(1000) {
      #expect((fate.position.z + 9000 - fate.path_mm).magnitude < 1e-9)
      #expect((fate.product == -1) == (fate.position.z > 10_000))
    }
  }

  /// Weights of forced decays have the probability of the window for their mean, and weighted paths its law.
  @Test(arguments: ["exponential", "uniform"])
  func forcedDecaysKeepTheLaw(sampling: String) throws {
    let (decays, setup) = try decays(
      Self.photon, "{\"coupling\": 2e-4, \"window_mm\": [300, 2500], \"sampling\": \"\(sampling)\"}")
    let fates = fates(decays, setup, energy: 60, count: 20_000)
    let law = try DisplacedDecay(meanPath: fates[0].meanPath_mm)
    let probability = law.probability(from: 300, to: 2500)
    let weight = moments(fates.map(\.weight))
    #expect((weight.mean - probability).magnitude < 4 * weight.error + 1e-12 * probability)
    #expect(fates.allSatisfy { $0.path_mm >= 300 && $0.path_mm <= 2500 })
    let first = moments(fates.map { $0.weight * ($0.path_mm < 900 ? 1 : 0) })
    #expect((first.mean - law.probability(from: 300, to: 900)).magnitude < 4 * first.error)
  }

  /// Two products of the right kind, whose momenta add up to the boson's.
  @Test(arguments: [
    ("{\"kind\": \"dark_photon\", \"mass_GeV\": 0.0167}", 0.0167, Int32(11)),
    ("{\"kind\": \"z_prime_mu_tau\", \"mass_GeV\": 0.25}", 0.25, 13),
    ("{\"kind\": \"alp\", \"mass_GeV\": 0.05}", 0.05, 22),
  ])
  func productsMakeTheBoson(model: String, mass: Double, pdg: Int32) throws {
    let mode = pdg == 11 ? "electrons" : pdg == 13 ? "muons" : "photons"
    let (decays, setup) = try decays(
      model, "{\"coupling\": 1e-4, \"window_mm\": [1, 2], \"modes\": [\"\(mode)\"]}")
    let axis = Vector3(0.6, 0, 0.8)
    for event in 0..<200 {
      var rng = RandomStream(seed: 3, event: UInt64(event), purpose: .signal)
      let fate = decays.fate(energy_GeV: 40, from: .zero, along: axis, in: setup.world, &rng)
      #expect(fate.product == pdg)
      let decay = try #require(fate.decay)
      func momentum(_ p: Secondary) -> FourMomentum {
        FourMomentum(mass: p.particle.mass_GeV, kineticEnergy: p.kineticEnergy_GeV, direction: p.direction)
      }
      let sum = momentum(decay.first) + momentum(decay.second)
      let p = (40 * 40 - mass * mass).squareRoot()
      #expect((sum.energy - 40).magnitude < 1e-11)
      #expect((sum.momentum - p * axis).squaredLength.squareRoot() < 1e-10)
    }
  }

  func card(
    _ model: String, masses: String, decay: String, events: Int, seed: Int = 1, physics: String = "{}"
  ) throws -> JSON {
    try JSON.parse(
      """
      {"setup": {"world": {"material": "air", "size_mm": [600, 600, 3000]},
        "volumes": [
          {"name": "dump", "shape": "box", "material": "W", "size_mm": [100, 100, 60], "position_mm": [0, 0, 30]},
          {"name": "C", "shape": "layered_calorimeter", "layers": 40, "size_mm": [300, 300], "position_mm": [0, 0, 800],
           "slabs": [{"material": "Pb", "thickness_mm": 3}, {"material": "polystyrene", "thickness_mm": 3}],
           "sensitive": {"name": "c", "slab": 1}}]},
       "beam": {"energy_GeV": 10, "position_mm": [0, 0, -1]}, "events": \(events), "seed": \(seed),
       "physics": \(physics),
       "signal": {"model": \(model), "masses_GeV": \(masses), "minimum_boson_energy_GeV": 4, "chains_per_event": 10,
         "visible_decays": "simulated", "decay": \(decay)}}
      """)
  }

  func run(_ json: JSON, threads: Int = 2) throws -> Run {
    let run = try Run(json: json)
    run.slice(maxEvents: 0, maxSeconds: 0, threads: threads)
    return run
  }

  /// Energy closes whatever the boson turns into and wherever; what decays behind the dump reaches the calorimeter.
  @Test(arguments: [
    ("{\"kind\": \"dark_photon\"}", 0.02, "\"modes\": [\"electrons\"]"),
    ("{\"kind\": \"dark_photon\"}", 0.25, "\"modes\": [\"muons\"]"),
    ("{\"kind\": \"alp\"}", 0.02, "\"sampling\": \"uniform\""),
  ])
  func energyCloses(model: String, mass: Double, rest: String) throws {
    let run = try run(
      try card(
        model, masses: "[\(mass)]", decay: "{\"coupling\": 1e-4, \"window_mm\": [100, 500], \(rest)}",
        events: 30))
    #expect(run.worstImbalance < 1e-9)
    let energy = try run.column("truth.boson_energy_GeV")
    let visible = try run.column("c.visible_GeV")
    let pdg = try run.column("truth.decay_pdg")
    #expect(pdg.allSatisfy { $0 > 0 })
    // Bosons of more than 4 GeV: electrons and photons shower, muons cross.
    let least = pdg[0] == 13 ? 0.005 : 0.05
    #expect(visible.indices.filter { visible[$0] > least * energy[$0] }.count >= 25)
  }

  /// Forced decays, flat or exponential, count as many events as nature's; so does a run of two masses. Nobody looks at the
  /// showers, so that production cuts are long.
  @Test func biasedIsAnalogue() throws {
    func count(_ decay: String, masses: String, mass: Int, events: Int) throws -> (
      mean: Double, error: Double
    ) {
      let run = try run(
        try card(
          "{\"kind\": \"dark_photon\"}", masses: masses, decay: decay, events: events,
          physics: "{\"range_cut_mm\": 20}"))
      let weights = try run.column("signal.weight_\(mass)")
      let path = try run.column("truth.decay_path_mm")
      let pdg = try run.column("truth.decay_pdg")
      return moments(
        weights.indices.map { pdg[$0] == 11 && path[$0] >= 80 && path[$0] <= 600 ? weights[$0] : 0 })
    }
    // L = 480 mm at 6 GeV.
    let coupling = "\"coupling\": 6e-5"
    let analogue = try count("{\(coupling)}", masses: "[0.0167]", mass: 0, events: 500)
    for (decay, masses, mass) in [
      ("{\(coupling), \"window_mm\": [80, 600]}", "[0.0167]", 0),
      ("{\(coupling), \"window_mm\": [80, 600], \"sampling\": \"uniform\"}", "[0.0167]", 0),
      ("{\(coupling), \"window_mm\": [80, 600]}", "[0.025, 0.0167]", 1),
    ] {
      let forced = try count(decay, masses: masses, mass: mass, events: 300)
      let pull =
        (forced.mean - analogue.mean)
        / (forced.error * forced.error + analogue.error * analogue.error).squareRoot()
      print("forced \(forced) analogue \(analogue) pull \(pull)")
      #expect(pull.magnitude < 4)
      #expect(forced.mean > 0 && forced.error < 0.2 * forced.mean)
    }
  }

  @Test func sameBitsOnAnyNumberOfThreads() throws {
    let json = try card(
      "{\"kind\": \"dark_photon\"}", masses: "[0.0167]", decay: "{\"coupling\": 1e-4}", events: 12)
    let one = try run(json, threads: 1)
    let three = try run(json, threads: 3)
    for name in one.columnNames {
      let (a, b) = (try one.column(name), try three.column(name))
      #expect(a.indices.allSatisfy { a[$0].bitPattern == b[$0].bitPattern }, "\(name)")
    }
  }

  @Test(arguments: [
    ("{\"kind\": \"dark_photon\"}", "{}", "coupling"),
    ("{\"kind\": \"dark_photon\"}", "{\"coupling\": -1}", "coupling"),
    ("{\"kind\": \"dark_photon\"}", "{\"coupling\": 1e-4, \"window_mm\": [5, 1]}", "window_mm"),
    ("{\"kind\": \"dark_photon\"}", "{\"coupling\": 1e-4, \"sampling\": \"uniform\"}", "window_mm"),
    ("{\"kind\": \"dark_photon\"}", "{\"coupling\": 1e-4, \"sampling\": \"flat\"}", "uniform"),
    ("{\"kind\": \"dark_photon\"}", "{\"coupling\": 1e-4, \"modes\": [\"muons\"]}", "electrons"),
    ("{\"kind\": \"dark_photon\"}", "{\"coupling\": 1e-4, \"modes\": []}", "empty"),
    ("{\"kind\": \"dark_photon\"}", "{\"coupling\": 1e-4, \"modes\": [\"pions\"]}", "electrons"),
    (
      "{\"kind\": \"pseudoscalar\", \"electron_share\": 1, \"muon_share\": 0}",
      "{\"coupling\": 1e-4, \"window\": 1}", "window"
    ),
  ])
  func badCards(model: String, decay: String, word: String) throws {
    let error = #expect(throws: HermeticError.self) {
      _ = try Run(json: try card(model, masses: "[0.0167]", decay: decay, events: 1))
    }
    #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
  }

  @Test func hadronsAndMissingCardsAreRefused() throws {
    let error = #expect(throws: HermeticError.self) {
      _ = try Run(
        json: try card(
          "{\"kind\": \"dark_photon\"}", masses: "[0.7]", decay: "{\"coupling\": 1e-4}", events: 1))
    }
    #expect(error?.message.contains("electrons, muons") == true, "\(error?.message ?? "")")
    let run = try run(
      try card("{\"kind\": \"dark_photon\"}", masses: "[0.0167]", decay: "{\"coupling\": 1e-4}", events: 2))
    let state = #expect(throws: HermeticError.self) { _ = try run.exclusion(try JSON.parse("{}")) }
    #expect(state?.message.contains("coupling") == true, "\(state?.message ?? "")")
  }
}
