import Core
import Testing

@testable import Study

@Suite struct ExclusionTests {
  func number(_ json: JSON?) -> Double {
    if case .number(let value)? = json { return value }
    return .nan
  }

  func rows(_ json: JSON) -> [JSON] {
    if case .array(let rows)? = json["rows"] { return rows }
    return []
  }

  /// One period without background, uncertainties or cuts: ε = 1e-4 √(2.302585 / s).
  @Test func reducesToTheClosedForm() throws {
    let run = try Run(json: runCard(events: 40, signal: smallSignal))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let analysis = try JSON.parse(
      """
      {"periods": [{"name": "all", "eot": 1e10, "background": 0, "observed": 0,
        "selection": {"name": "none", "cuts": [{"name": "all", "expression": "deposited_GeV >= 0"}]}}]}
      """)
    let result = try run.exclusion(analysis)
    for row in rows(result) {
      let signal = number(row["signal_at_epsilon_1e-4"])
      #expect(signal > 0)
      #expect(
        (number(row["epsilon"]) / (1e-4 * (2.302585092994046 / signal).squareRoot()) - 1).magnitude < 1e-9)
      #expect(number(row["acceptance"]) == 1)
      #expect((signal / (1e10 * 1e-8 * number(row["yield_per_eot"])) - 1).magnitude < 1e-12)
    }
    #expect(rows(result).count == 3)
  }

  /// NA64e 2016–2018 against PRL 123 (2019) 121801 (digitised; bremsstrahlung only): ±30 % at 1 and 10 MeV,
  /// ±20 % at 100 and 200 MeV. Nothing is adjusted to the curve.
  @Test func publishedLimitsOfNA64() throws {
    let card = try JSON.parse(
      """
      {"setup": {"preset": "na64e_2018"}, "beam": {"energy_GeV": 100, "position_mm": [0, 0, -10]},
       "events": 120, "signal": {"model": {"kind": "dark_photon"}, "masses_GeV": [0.001, 0.01, 0.1, 0.2]}}
      """)
    let run = try Run(json: card)
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 0)
    let result = try run.exclusion(["preset": "na64e_2016_2018"])
    let published = [7.544e-6, 3.302e-5, 3.462e-4, 8.483e-4]
    let band = [0.3, 0.3, 0.2, 0.2]
    for (index, row) in rows(result).enumerated() {
      let ratio = number(row["epsilon"]) / published[index]
      print(
        "mass \(number(row["mass_GeV"])): ε/published \(ratio) ± \(number(row["epsilon_relative_statistical_error"]))"
      )
      #expect((ratio - 1).magnitude < band[index])
    }
  }

  @Test func presetsAreComplete() throws {
    for kind in Presets.kinds {
      guard case .array(let entries) = try Presets.names(kind: kind) else { continue }
      #expect(!entries.isEmpty)
      for entry in entries {
        guard case .string(let name)? = entry["name"] else { continue }
        let card = try Presets.card(kind: kind, name: name)
        switch kind {
        case "setup": _ = try Setup(json: card)
        case "selection": _ = try Run.selection(card, path: name)
        case "analysis": _ = try AnalysisCard(json: card)
        default: break
        }
      }
    }
  }

  @Test func exclusionNeedsASignal() throws {
    let run = try Run(json: runCard(events: 2))
    #expect(throws: HermeticError.self) { try run.exclusion(["preset": "na64e_2016_2018"]) }
  }
}

@Suite struct CalibrationTests {
  /// The preset's calibration constants are the visible fractions of this library's own 100 GeV electrons.
  @Test(arguments: [("ecal", -10.0), ("hcal0", 690.0)]) func electronsOf100GeV(sensor: String, z: Double)
    throws
  {
    let run = try Run(
      json: JSON.parse(
        "{\"setup\": {\"preset\": \"na64e_2018\"}, \"beam\": {\"energy_GeV\": 100, \"position_mm\": [0, 0, \(z)]}, \"events\": 16}"
      ))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 0)
    let energies = try run.column("\(sensor).total_GeV")
    let mean = energies.reduce(0, +) / 16
    let error = (energies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 15 / 16).squareRoot()
    print("\(sensor): \(mean) ± \(error) GeV")
    #expect((mean - 100).magnitude < 0.5 + 3 * error)
  }
}
