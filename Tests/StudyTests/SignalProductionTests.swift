import Core
import Matter
import Signal
import Testing

@testable import Study

@Suite struct SignalProductionTests {
  /// The weights of the replayed emissions must average to the yields of the chains.
  @Test func weightsAverageToYields() throws {
    let run = try Run(json: runCard(events: 600, signal: smallSignal))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    for mass in 0..<3 {
      let weight = moments(try run.column("signal.weight_\(mass)"))
      let yield = moments(try run.column("signal.yield_\(mass)"))
      let pull =
        (weight.mean - yield.mean) / (weight.error * weight.error + yield.error * yield.error).squareRoot()
      let sum = try run.column("signal.weight_\(mass)").reduce(0, +)
      let squares = try run.column("signal.weight_\(mass)").reduce(0) { $0 + $1 * $1 }
      print(
        "mass \(mass): weight \(weight) yield \(yield) pull \(pull) effective events \(sum * sum / squares)")
      #expect(pull.magnitude < 4)
    }
    #expect(run.worstImbalance < 1e-9)
  }

  /// A target of a thousandth of a radiation length: yield = n σ(E0) L.
  @Test func thinTargetYield() throws {
    let card = try JSON.parse(
      """
      {"setup": {"world": {"material": "vacuum", "size_mm": [100, 100, 100]},
        "volumes": [{"name": "foil", "shape": "box", "material": "Pb", "size_mm": [50, 50, 0.0056], "position_mm": [0, 0, 0]}]},
       "beam": {"energy_GeV": 100, "position_mm": [0, 0, -10]}, "events": 2000,
       "signal": {"model": {"kind": "dark_photon"}, "masses_GeV": [0.0167], "minimum_boson_energy_GeV": 50, "chains_per_event": 1}}
      """)
    let run = try Run(json: card)
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let lead = try MaterialCatalogue.builtin("Pb")
    let sigma = try LeptonBremsstrahlung(
      bosonMass_GeV: 0.0167, leptonMass_GeV: Constants.electronMass_GeV,
      element: lead.components[0].element
    ).totalCrossSection_pb(
      leptonEnergy_GeV: 100 + Constants.electronMass_GeV, minimumBosonEnergy_GeV: 50)
    let expected = lead.components[0].atomDensity_per_mm3 * sigma * Constants.pb_mm2 * 0.0056
    let yield = moments(try run.column("signal.yield_0"))
    #expect((yield.mean / expected - 1).magnitude < 2e-3 + 4 * yield.error / expected)
  }

  /// Yields of every kind in one foil stand to each other as the cross sections, couplings included.
  @Test(arguments: [
    ("\"kind\": \"scalar\"", BosonKind.scalar, 1.0), ("\"kind\": \"pseudoscalar\"", .pseudoscalar, 1),
    ("\"kind\": \"axial_vector\"", .axialVector, 1),
    ("\"kind\": \"dark_photon\", \"epsilon\": 0.01", .vector, 1e-4),
    ("\"kind\": \"protophobic_vector\", \"epsilon\": 2", .vector, 4),
    ("\"kind\": \"b_minus_l\"", .vector, 1 / (4 * .pi * Constants.fineStructure)),
  ])
  func everyKind(model: String, boson: BosonKind, factor: Double) throws {
    let run = try Run(
      json: try JSON.parse(
        """
        {"setup": {"world": {"material": "vacuum", "size_mm": [100, 100, 100]},
          "volumes": [{"name": "foil", "shape": "box", "material": "Pb", "size_mm": [50, 50, 0.00056], "position_mm": [0, 0, 0]}]},
         "beam": {"energy_GeV": 100, "position_mm": [0, 0, -10]}, "events": 50,
         "signal": {"model": {\(model)}, "masses_GeV": [0.1], "minimum_boson_energy_GeV": 50, "chains_per_event": 1, "visible_decays": "unseen"}}
        """))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 1)
    let lead = try MaterialCatalogue.builtin("Pb")
    let sigma = try LeptonBremsstrahlung(
      boson: boson, bosonMass_GeV: 0.1, leptonMass_GeV: Constants.electronMass_GeV,
      element: lead.components[0].element
    ).totalCrossSection_pb(
      leptonEnergy_GeV: 100 + Constants.electronMass_GeV, minimumBosonEnergy_GeV: 50)
    let expected =
      factor * lead.components[0].atomDensity_per_mm3 * sigma * Constants.pb_mm2 * 0.00056
    let yield = moments(try run.column("signal.yield_0"))
    #expect((yield.mean / expected - 1).magnitude < 1e-3 + 4 * yield.error / expected)
  }

  @Test func signalCardErrors() throws {
    for (signal, word) in [
      ("{\"model\": {\"kind\": \"dark_photn\"}, \"masses_GeV\": [0.01]}", "dark_photon"),
      ("{\"model\": {\"kind\": \"dark_photon\"}, \"masses_GeV\": [10]}", "masses_GeV[0]"),
      ("{\"model\": {\"kind\": \"dark_photon\"}, \"masses_GeV\": []}", "masses_GeV"),
      (
        "{\"model\": {\"kind\": \"dark_photon\"}, \"masses_GeV\": [0.01], \"minimum_boson_energy_GeV\": 10}",
        "minimum_boson_energy_GeV"
      ),
      ("{\"masses_GeV\": [0.01]}", "model"),
      ("{\"model\": {\"kind\": \"scalar\", \"epsilon\": -1}, \"masses_GeV\": [0.01]}", "epsilon"),
      ("{\"model\": {\"kind\": \"dark_photon\", \"approximation\": \"ww\"}, \"masses_GeV\": [0.01]}", "ww"),
      ("{\"model\": {\"kind\": \"scalar\", \"electron_share\": 0}, \"masses_GeV\": [0.01]}", "scalar"),
      ("{\"model\": {\"kind\": \"dimuon\"}, \"masses_GeV\": [0.01]}", "dimuon"),
      ("{\"model\": {\"kind\": \"dark_photon\", \"mass_GeV\": 0.1}, \"masses_GeV\": [0.01]}", "masses_GeV"),
    ] {
      let error = #expect(throws: HermeticError.self) {
        _ = try Run(json: runCard(events: 1, signal: signal))
      }
      #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }
  }
}
