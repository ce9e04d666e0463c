import Core
import Events
import Matter
import Numerics
import Signal
import Testing

@testable import Study
@testable import Transport

/// Production by other processes than bremsstrahlung along tracks.
@Suite struct TrackProductionTests {
  static let dirac =
    "\"dark_matter\": {\"kind\": \"dirac\", \"mass_ratio\": 0.3333333333333333, \"alpha_D\": 0.1}"

  func card(_ model: String, masses: String, processes: String, events: Int, extra: String = "") throws
    -> JSON
  {
    try runCard(
      events: events,
      signal: """
        {"model": {\(model)}, "masses_GeV": \(masses), "processes": \(processes), "minimum_boson_energy_GeV": 4,
         "chains_per_event": 40}
        """, extra: extra)
  }

  /// Yields against Σ L(bin) n ⟨σ⟩(bin) with the track lengths of the transport's own tally, for the same chains:
  /// what is left is the shape inside a bin of 12 % and its statistics.
  @Test(arguments: [
    ("\"kind\": \"dark_photon\", \(dirac)", "annihilation", 0.07),
    ("\"kind\": \"alp\"", "primakoff", 0.05),
  ])
  func yieldIsTrackLengthTimesCrossSection(model: String, process: String, mass: Double) throws {
    let events = 60
    let run = try Run(
      json: try card(model, masses: "[\(mass)]", processes: "[\"\(process)\"]", events: events))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let yield = moments(try run.column("signal.yield_0"))

    let world = run.card.setup.world
    var transport = ShowerTransport(world: world, physics: run.physics)
    defer { transport.free() }
    transport.trackLengths = TrackLengthTally(materialCount: world.materials.count)
    for event in 0..<events {
      for chain in 0..<40 {
        transport.emission.clearCandidates()
        transport.emission.startRecording(threshold_GeV: 4, subevent: 0)
        transport.simulate(
          run.card.beam.primary(seed: 1, event: UInt64(event)), seed: 1, event: UInt64(event),
          subevent: UInt64(chain))
      }
    }
    let lengths = transport.trackLengths!
    defer { lengths.free() }
    let edges = TrackLengthTally.edges_GeV
    let signal = run.card.signal!.models[0] as! any BosonProductionModel
    var expected = 0.0
    for (index, material) in world.materials.enumerated() {
      for component in material.components {
        let annihilation = try signal.invisibleAnnihilation(scale: 1e-4, element: component.element)
        let primakoff =
          process == "primakoff" ? try signal.primakoffProduction(element: component.element) : nil
        for bin in 0..<TrackLengthTally.binCount {
          let (low, high) = (max(edges[bin], 4), edges[bin + 1])
          guard high > low else { continue }
          var sigma = 0.0
          if let primakoff {
            sigma = primakoff.totalCrossSection_pb(totalEnergy_GeV: (low * high).squareRoot())
          } else {
            for one in annihilation {
              sigma += 1e8 * one.integratedCrossSection_pbGeV(from: low, to: high) / (high - low)
            }
          }
          expected +=
            lengths.total_mm(primakoff == nil ? .positron : .photon, material: index, bin: bin)
            * component.atomDensity_per_mm3 * Constants.pb_mm2 * sigma / Double(40 * events)
        }
      }
    }
    print("\(process): yield \(yield), track lengths give \(expected), ratio \(yield.mean / expected)")
    #expect((yield.mean / expected - 1).magnitude < 0.03)
  }

  /// The weights of the replayed emissions average to the yields where processes compete, energy closes, and the
  /// columns by process add up.
  @Test(arguments: [
    ("\"kind\": \"dark_photon\", \(dirac)", "[0.02, 0.07, 0.08]", "[\"bremsstrahlung\", \"annihilation\"]"),
    (
      "\"kind\": \"alp\", \"electron_coupling\": 0.01, \(dirac)", "[0.01, 0.08]",
      "[\"primakoff\", \"photon_fusion\", \"bremsstrahlung\", \"annihilation\"]"
    ),
  ])
  func mixtures(model: String, masses: String, processes: String) throws {
    // Only leading particles matter: long production cuts.
    let run = try Run(
      json: try card(
        model, masses: masses, processes: processes, events: 500,
        extra: ", \"physics\": {\"range_cut_mm\": 20}"))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let signal = run.card.signal!
    for mass in signal.masses_GeV.indices {
      let weight = moments(try run.column("signal.weight_\(mass)"))
      let yield = moments(try run.column("signal.yield_\(mass)"))
      let pull =
        (weight.mean - yield.mean) / (weight.error * weight.error + yield.error * yield.error).squareRoot()
      var parts = 0.0
      for process in signal.processes {
        parts += moments(try run.column("signal.yield_\(mass).\(process.rawValue)")).mean
      }
      print("mass \(mass): weight \(weight) yield \(yield) pull \(pull)")
      #expect(pull.magnitude < 4)
      #expect((parts / yield.mean - 1).magnitude < 1e-12)
    }
    #expect(run.worstImbalance < 1e-9)
    let seen = Set(try run.column("truth.process").map { Int($0) })
    #expect(seen.isSuperset(of: Array(signal.processes.indices)))
  }

  /// Positrons through a foil whose loss crosses a line a thousand times narrower: n ∫σ dE/(dE/dx), since the foil is
  /// so thin that all lose the same on average and few radiate.
  @Test func narrowLineInAFoil() throws {
    let electron = Constants.electronMass_GeV
    let mass = 0.1
    let centre = (mass * mass - 2 * electron * electron) / (2 * electron)
    let model =
      "\"kind\": \"dark_photon\", \"electron_motion\": \"rest\", \"dark_matter\": {\"kind\": \"dirac\", \"mass_ratio\": 0.3333333333333333, \"alpha_D\": 1e-9}"
    let run = try Run(
      json: try JSON.parse(
        """
        {"setup": {"world": {"material": "vacuum", "size_mm": [100, 100, 100]},
          "volumes": [{"name": "foil", "shape": "box", "material": "C", "size_mm": [50, 50, 1], "position_mm": [0, 0, 0]}]},
         "beam": {"particle": "e+", "energy_GeV": \(centre - electron + 1e-4), "position_mm": [0, 0, -10]}, "events": 4000,
         "signal": {"model": {\(model)}, "masses_GeV": [\(mass)], "processes": ["annihilation"],
           "minimum_boson_energy_GeV": 5, "chains_per_event": 1}}
        """))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let yield = moments(try run.column("signal.yield_0"))
    let foil = run.card.setup.world.materials.first { $0.name == "C" }!
    let carbon = foil.components[0]
    let line = try (run.card.signal!.models[0] as! any BosonProductionModel).invisibleAnnihilation(
      scale: 1e-4, element: carbon.element)[0]
    let area = 1e8 * line.integratedCrossSection_pbGeV(from: centre - 1e-2, to: centre + 1e-2)
    // Density of the energies that the positrons pass: length per energy, from the transport without a signal.
    var transport = ShowerTransport(world: run.card.setup.world, physics: run.physics)
    defer { transport.free() }
    var length = 0.0
    let window = 5e-5
    for event in 0..<4000 {
      transport.emission.clearCandidates()
      transport.emission.startRecording(threshold_GeV: 5, subevent: 0)
      transport.simulate(
        run.card.beam.primary(seed: 2, event: UInt64(event)), seed: 2, event: UInt64(event))
      for index in 0..<transport.emission.candidateCount {
        let step = transport.emission.candidates[index]
        let (high, low) = (step.totalEnergy_GeV, step.endTotalEnergy_GeV)
        guard high > low else { continue }
        let overlap = min(high, centre + window) - max(low, centre - window)
        if overlap > 0 { length += step.length_mm * overlap / (high - low) }
      }
    }
    let expected =
      carbon.atomDensity_per_mm3 * Constants.pb_mm2 * area * length / (4000 * 2 * window)
    print("narrow line: yield \(yield), expected \(expected)")
    #expect((yield.mean - expected).magnitude < 5 * yield.error + 0.02 * expected)
    #expect(yield.mean > 20 * yield.error)
  }

  /// A Z′ of 300 MeV decays to neutrinos and muons: yields hold the first, Γ_νν/(Γ_νν + Γ_μμ) = 0.530 by
  /// Γ_νν = g²m/24π × 2, Γ_μμ = g²m/12π (1 + 2r)√(1 − 4r), r = m_μ²/m²; below 2 m_μ nothing changes.
  @Test func visibleDecaysAreNoSignal() throws {
    func yields(_ decays: String) throws -> [Double] {
      let run = try Run(
        json: try runCard(
          events: 4,
          signal: """
            {"model": {"kind": "z_prime_mu_tau"}, "masses_GeV": [0.1, 0.3], "chains_per_event": 2,
             "visible_decays": "\(decays)"}
            """, beam: "{\"particle\": \"mu-\", \"energy_GeV\": 100}"))
      run.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
      return try (0..<2).map { moments(try run.column("signal.yield_\($0)")).mean }
    }
    let all = try yields("unseen")
    let signal = try yields("vetoed")
    let r = 0.1056583755 * 0.1056583755 / 0.09
    let muons = (1 + 2 * r) * (1 - 4 * r).squareRoot()
    // The electrons of loop mixing are 1.5e-5 of the decays.
    #expect((signal[1] / all[1] * (1 + muons) - 1).magnitude < 3e-5)
    #expect((signal[0] / all[0] - 1).magnitude < 3e-5)
    #expect(throws: HermeticError.self) { try yields("sometimes") }
  }

  /// Muons of both signs through a foil: n σ L, E_X above half of the energy.
  @Test(arguments: ["mu-", "mu+"]) func muonsInAFoil(beam: String) throws {
    let run = try Run(
      json: try JSON.parse(
        """
        {"setup": {"world": {"material": "vacuum", "size_mm": [100, 100, 100]},
          "volumes": [{"name": "foil", "shape": "box", "material": "Pb", "size_mm": [50, 50, 1], "position_mm": [0, 0, 0]}]},
         "beam": {"particle": "\(beam)", "energy_GeV": 160, "position_mm": [0, 0, -10]}, "events": 200,
         "signal": {"model": {"kind": "z_prime_mu_tau"}, "masses_GeV": [0.1], "minimum_boson_energy_GeV": 80,
           "chains_per_event": 1}}
        """))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let lead = try MaterialCatalogue.builtin("Pb").components[0]
    let sigma =
      try LeptonBremsstrahlung(
        bosonMass_GeV: 0.1, leptonMass_GeV: Constants.muonMass_GeV, element: lead.element
      ).totalCrossSection_pb(
        leptonEnergy_GeV: 160 + Constants.muonMass_GeV, minimumBosonEnergy_GeV: 80)
      / (4 * .pi * Constants.fineStructure)
    let expected = lead.atomDensity_per_mm3 * sigma * Constants.pb_mm2
    let yield = moments(try run.column("signal.yield_0"))
    #expect((yield.mean / expected - 1).magnitude < 1e-3)
    #expect(run.worstImbalance < 1e-12)
    // Weights stand for yields, and what X takes is missing.
    let weight = moments(try run.column("signal.weight_0"))
    #expect((weight.mean / yield.mean - 1).magnitude < 4 * weight.error / yield.mean + 1e-3)
    for (deposited, boson) in zip(try run.column("escaped_GeV"), try run.column("truth.boson_energy_GeV")) {
      #expect(boson >= 80 && deposited + boson < 160.2)
    }
  }

  /// Photon fusion in a foil: n σ L.
  @Test func photonFusionInAFoil() throws {
    let run = try Run(
      json: try JSON.parse(
        """
        {"setup": {"world": {"material": "vacuum", "size_mm": [100, 100, 100]},
          "volumes": [{"name": "foil", "shape": "box", "material": "Pb", "size_mm": [50, 50, 0.00056], "position_mm": [0, 0, 0]}]},
         "beam": {"energy_GeV": 100, "position_mm": [0, 0, -10]}, "events": 50,
         "signal": {"model": {"kind": "alp"}, "masses_GeV": [0.05], "processes": ["photon_fusion"],
           "minimum_boson_energy_GeV": 50, "chains_per_event": 1}}
        """))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let lead = try MaterialCatalogue.builtin("Pb").components[0]
    let fusion = try (run.card.signal!.models[0] as! any BosonProductionModel).photonFusion(
      beam: 11, element: lead.element)
    let energy = 100 + Constants.electronMass_GeV
    let sigma = GaussLegendre(count: 32).integrate(log(1.0001 * Constants.electronMass_GeV), log(energy - 50))
    {
      let left = exp($0)
      return left
        * fusion.differentialCrossSection_pb(totalEnergy_GeV: energy, y: 1 - left / energy) / energy
    }
    let expected = lead.atomDensity_per_mm3 * sigma * Constants.pb_mm2 * 0.00056
    let yield = moments(try run.column("signal.yield_0"))
    print("photon fusion in a foil: \(yield.mean / expected)")
    #expect((yield.mean / expected - 1).magnitude < 5e-3)
    #expect(run.worstImbalance < 1e-9)
  }

  /// Bosons are made in the named volumes alone.
  @Test func volumes() throws {
    let two = """
      {"setup": {"world": {"material": "vacuum", "size_mm": [100, 100, 100]},
        "volumes": [
          {"name": "first", "shape": "box", "material": "Pb", "size_mm": [50, 50, 0.001], "position_mm": [0, 0, 0]},
          {"name": "second", "shape": "box", "material": "Fe", "size_mm": [50, 50, 0.001], "position_mm": [0, 0, 5]}]},
       "beam": {"energy_GeV": 100, "position_mm": [0, 0, -10]}, "events": 20,
       "signal": {"model": {"kind": "dark_photon"}, "masses_GeV": [0.05], "chains_per_event": 1VOLUMES}}
      """
    func yield(_ volumes: String) throws -> Double {
      let run = try Run(json: try JSON.parse(two.replacing("VOLUMES", with: volumes)))
      run.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
      return moments(try run.column("signal.yield_0")).mean
    }
    let parts = try (yield(", \"volumes\": [\"first\"]"), yield(", \"volumes\": [\"second\"]"))
    let all = try yield("")
    #expect(((parts.0 + parts.1) / all - 1).magnitude < 1e-6)
    #expect(parts.0 > 2 * parts.1 && parts.1 > 0)
    #expect(throws: HermeticError.self) { try yield(", \"volumes\": [\"third\"]") }
    #expect(throws: HermeticError.self) { try yield(", \"volumes\": []") }
  }

  /// Same bits on one and three threads and in slices, photons included.
  @Test(arguments: ["\"kind\": \"dark_photon\", \(dirac)", "\"kind\": \"alp\""])
  func sameBits(model: String) throws {
    let processes =
      model.contains("\"alp\"")
      ? "[\"primakoff\", \"photon_fusion\"]" : "[\"annihilation\", \"bremsstrahlung\"]"
    let json = try card(model, masses: "[0.05, 0.07]", processes: processes, events: 20)
    let one = try Run(json: json)
    one.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    let two = try Run(json: json)
    while !two.isFinished { two.slice(maxEvents: 0, maxSeconds: 0.002, threads: 3) }
    for name in one.columnNames {
      #expect(try one.column(name).map(\.bitPattern) == two.column(name).map(\.bitPattern), "\(name)")
    }
  }

  /// The resolved card makes the same run: dark matter that follows the boson's mass goes on doing so.
  @Test func resolvedCard() throws {
    let json = try card(
      "\"kind\": \"dark_photon\", \(Self.dirac)", masses: "[0.05, 0.07]",
      processes: "[\"annihilation\", \"bremsstrahlung\"]", events: 5)
    let one = try Run(json: json)
    one.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    let two = try Run(json: one.card.json)
    two.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    for name in one.columnNames {
      #expect(try one.column(name).map(\.bitPattern) == two.column(name).map(\.bitPattern), "\(name)")
    }
  }

  @Test func errors() throws {
    for (model, processes, word) in [
      ("\"kind\": \"dark_photon\"", "[\"annihilation\"]", "dark_matter"),
      ("\"kind\": \"dark_photon\"", "[\"primakoff\"]", "primakoff"),
      ("\"kind\": \"alp\"", "[\"bremsstrahlung\"]", "alp"),
      ("\"kind\": \"dark_photon\"", "[]", "empty"),
      ("\"kind\": \"dark_photon\"", "[\"bremsstrahlung\", \"bremsstrahlung\"]", "twice"),
      ("\"kind\": \"dark_photon\"", "[\"annihilaton\"]", "annihilation"),
      ("\"kind\": \"dark_photon\"", "[3]", "process"),
      ("\"kind\": \"dark_photon\"", "\"annihilation\"", "processes"),
      ("\"kind\": \"millicharged\"", "[\"bremsstrahlung\"]", "millicharged"),
    ] {
      let error = #expect(throws: HermeticError.self) {
        _ = try Run(json: try card(model, masses: "[0.05]", processes: processes, events: 1))
      }
      #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }
  }
}
