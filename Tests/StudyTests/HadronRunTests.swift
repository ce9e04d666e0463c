import Core
import Events
import Numerics
import Testing

@testable import Study

/// Hadrons in runs: balance, threads, attenuation and decay in closed form, biased beside analogue.
@Suite struct HadronRunTests {
  static func card(
    _ particle: String, _ energy: Double, material: String, length_mm: Double, events: Int,
    physics: String = "{}", seed: Int = 1
  ) throws -> JSON {
    try JSON.parse(
      """
      {"setup": {"world": {"material": "vacuum", "size_mm": [2000, 2000, \(4 * length_mm + 1000)]},
         "volumes": [{"name": "A", "shape": "box", "material": "\(material)",
           "size_mm": [1000, 1000, \(length_mm)], "position_mm": [0, 0, \(0.5 * length_mm)]}],
         "planes": {"out": {"volume": "A", "particles": ["pi-", "K+", "p"]}}},
       "beam": {"particle": "\(particle)", "energy_GeV": \(energy), "position_mm": [0, 0, -10]},
       "physics": \(physics), "events": \(events), "seed": \(seed)}
      """)
  }

  static func run(_ json: JSON, threads: Int = 2) throws -> Run {
    let run = try Run(json: json)
    run.slice(maxEvents: 0, maxSeconds: 0, threads: threads)
    return run
  }

  @Test(arguments: [
    "pi-", "pi+", "K+", "K-", "K0S", "K0L", "p", "pbar", "n", "nbar", "Lambda",
  ])
  func energyClosesAndThreadsDoNotMatter(_ particle: String) throws {
    for (energy, material) in [(20.0, "Pb"), (0.3, "polystyrene")] {
      let json = try Self.card(particle, energy, material: material, length_mm: 500, events: 6)
      let one = try Self.run(json, threads: 1)
      let two = try Self.run(json, threads: 2)
      #expect(one.worstImbalance < 1e-9, "\(particle) in \(material): \(one.worstImbalance)")
      for name in one.columnNames {
        let (a, b) = (try one.column(name), try two.column(name))
        #expect(zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }, "\(name) of \(particle)")
      }
    }
  }

  /// Weighted share of events, with its error and effective number of events.
  static func share(_ run: Run, _ isCounted: (Int) -> Bool) throws -> Mean {
    mean(try run.column("weight").enumerated().map { isCounted($0) ? $1 : 0 })
  }

  struct Mean {
    let mean: Double
    let error: Double
    /// (Σw)²/Σw².
    let effective: Double
  }

  static func mean(_ values: [Double]) -> Mean {
    let n = Double(values.count)
    let sum = values.reduce(0, +)
    let squares = values.reduce(0) { $0 + $1 * $1 }
    return Mean(
      mean: sum / n, error: (max(0, squares / n - sum * sum / n / n) / n).squareRoot(),
      effective: squares > 0 ? sum * sum / squares : 0)
  }

  /// K⁺ of 1 GeV through 2 m of vacuum: exp(−L m/(p cτ)) arrive; the same with decays 5 times as frequent.
  @Test(arguments: [1.0, 5]) func decaysInFlight(factor: Double) throws {
    let physics = "{\"biasing\": {\"hadron_decay\": \(factor), \"hadron_minimum_energy_GeV\": 0.5}}"
    let run = try Self.run(
      try Self.card("K+", 1, material: "vacuum", length_mm: 1990, events: 20_000, physics: physics))
    let pdg = try run.column("out.pdg")
    let arrived = try Self.share(run) { pdg[$0] == 321 }
    let momentum = (1.0 * (1 + 2 * 0.493677)).squareRoot()
    let expected = exp(-2000 * 0.493677 / (momentum * 12.380 * 299.792458))
    let mean = try Self.share(run) { _ in true }
    print("K+ × \(factor): \(arrived), expected \(expected); weight \(mean)")
    #expect((arrived.mean - expected).magnitude < 4 * arrived.error)
    #expect((mean.mean - 1).magnitude < 4 * max(mean.error, 1e-12))
  }

  /// 20 GeV π⁻ through 100 mm of carbon: those that neither decay nor interact, against the probe's cross section;
  /// with inelastic interactions 3 times as frequent the weighted share is the same.
  @Test(arguments: [1.0, 3]) func attenuation(factor: Double) throws {
    let physics = "{\"biasing\": {\"hadron_inelastic\": \(factor), \"hadron_minimum_energy_GeV\": 5}}"
    let run = try Self.run(
      try Self.card("pi-", 20, material: "C", length_mm: 100, events: 8000, physics: physics))
    let momentum = try run.column("out.momentum_GeV")
    let pdg = try run.column("out.pdg")
    // p is 20.14 GeV; ionisation takes 0.05 GeV, elastic scattering less.
    let through = try Self.share(run) { pdg[$0] == -211 && momentum[$0] > 20.05 }
    let probe = try ProcessProbe(
      json: try JSON.parse("{\"particle\": \"pi-\", \"material\": \"C\"}"))
    let expected = exp(-100 / (try probe.quantity("mean_free_path", process: "inelastic")(20)))
    print("pi- × \(factor): \(through), expected \(expected)")
    #expect((through.mean - expected).magnitude < 4 * through.error)
  }

  /// 20 GeV photons on 20 mm of lead: hadrons behind it per photon, with photonuclear interactions as in nature and 20
  /// times as frequent; none where they are switched off. Production cuts of some 100 MeV spare the soft shower.
  @Test func photonuclear() throws {
    func hadrons(_ factor: Int, _ isOn: Bool, events: Int) throws -> Mean {
      let run = try Self.run(
        try Self.card(
          "gamma", 20, material: "Pb", length_mm: 20, events: events,
          physics: """
            {"range_cut_mm": 30, "hadrons": {"photonuclear": \(isOn)}, "biasing": {"photonuclear": \(factor)}}
            """))
      #expect(run.worstImbalance < 1e-9)
      return Self.mean(zip(try run.column("weight"), try run.column("out.crossings")).map { $0 * $1 })
    }
    let analogue = try hadrons(1, true, events: 25_000)
    let biased = try hadrons(20, true, events: 5000)
    let off = try hadrons(1, false, events: 4000)
    let pull =
      (biased.mean - analogue.mean)
      / (biased.error * biased.error + analogue.error * analogue.error).squareRoot()
    print("photonuclear: analogue \(analogue), biased \(biased), pull \(pull)")
    #expect(off.mean == 0)
    #expect(analogue.effective > 60 && biased.effective > 60)
    #expect(pull.magnitude < 4)
  }

  /// 20 GeV protons through 600 mm of iron and scintillator with and without splitting and roulette: deposits in both slabs
  /// have the same mean, energy closes with `roulette_GeV` in every event, fast hadrons come out as often.
  @Test func splittingKeepsSums() throws {
    func run(_ splitting: String, _ events: Int) throws -> Run {
      try Self.run(
        try JSON.parse(
          """
          {"setup": {"world": {"material": "vacuum", "size_mm": [2000, 2000, 3000]},
             "volumes": [{"name": "A", "shape": "layered_calorimeter", "layers": 20,
               "slabs": [{"material": "Fe", "thickness_mm": 25}, {"material": "polystyrene", "thickness_mm": 4}],
               "size_mm": [600, 600], "position_mm": [0, 0, 290], "sensitive": {"name": "a", "slab": 1}}],
             "planes": {"out": {"volume": "A", "at": "exit", "particles": ["p", "n"], "minimum_energy_GeV": 10}}},
           "beam": {"particle": "p", "energy_GeV": 20, "position_mm": [0, 0, -10]},
           "physics": {\(splitting)}, "events": \(events), "seed": 3}
          """))
    }
    let split = try run(
      """
      "splitting": {"factor": 2, "start_mm": 150, "spacing_mm": 120, "end_mm": 580, "minimum_energy_GeV": 8,
        "roulette_below_GeV": 0.5, "survival": 0.3}
      """, 800)
    let plain = try run("", 800)
    #expect(split.worstImbalance < 1e-9, "\(split.worstImbalance)")
    for name in ["a.total_GeV", "deposited_GeV", "out.weight"] {
      let a = Self.mean(Array(try plain.column(name)))
      let b = Self.mean(Array(try split.column(name)))
      let pull = (b.mean - a.mean) / (a.error * a.error + b.error * b.error).squareRoot()
      print("splitting, \(name): \(a), \(b), pull \(pull)")
      #expect(pull.magnitude < 4)
    }
  }
}
