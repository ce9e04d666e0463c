import Core
import Testing

@testable import Study

/// One name for set-up, beam, trigger, cuts and normalisation.
@Suite struct ExperimentCardTests {
  func card(_ text: String) throws -> JSON { try JSON.parse(text) }

  @Test func aRunTakesWhatItLeavesOut() throws {
    let named = try RunCard(json: card("{\"experiment\": \"na64e_2018\", \"events\": 1}"))
    let preset = try Presets.card(kind: "experiment", name: "na64e_2018")
    let spelled = try RunCard(
      json: [
        "name": "na64e_2018", "setup": preset["setup"]!, "beam": preset["beam"]!,
        "response": preset["response"]!, "physics": preset["physics"]!, "events": 1,
      ])
    #expect(named.json == spelled.json)
    let own = try RunCard(
      json: card(
        "{\"experiment\": \"na64e_2018\", \"events\": 1, \"name\": \"x\", \"beam\": {\"energy_GeV\": 50}}"))
    #expect(own.name == "x" && own.beam.kineticEnergy_GeV == 50 && own.response != nil)
    // The resolved card stands alone.
    #expect(named.json["experiment"] == nil)
    #expect(try RunCard(json: named.json).json == named.json)
  }

  /// The scale of an experiment's HCAL belongs to its quenching and gate: biasing must not switch them off.
  @Test func physicsIsMergedKeyByKey() throws {
    let biased = try RunCard(
      json: card(
        """
        {"experiment": "na64e_2018", "events": 1, "physics": {"biasing": {"gamma_to_muons": 200}, "hadrons": {"time_window_ns": 50}}}
        """))
    #expect(biased.transport.hadrons.birks_mm_per_MeV == 0.079)
    #expect(biased.transport.hadrons.timeWindow_ns == 50 && biased.transport.biasing.gammaToMuons == 200)
    let none = try RunCard(json: card("{\"setup\": {\"preset\": \"na64e_2018\"}, \"events\": 1}"))
    #expect(none.transport.hadrons.birks_mm_per_MeV == 0)
  }

  @Test func everyExperimentMakesARunCard() throws {
    guard case .array(let names) = try Presets.names(kind: "experiment") else { return }
    for case .string(let name)? in names.map({ $0["name"] }) {
      let run = try RunCard(json: ["experiment": .string(name), "events": 1])
      #expect(run.name == name && run.response != nil)
      #expect(run.transport.hadrons.birks_mm_per_MeV > 0 && run.transport.hadrons.timeWindow_ns > 0)
      let selection = try ExperimentCard(json: .string(name), path: "experiment").selection()
      guard case .array(let cuts)? = selection["cuts"] else { return }
      #expect(!cuts.isEmpty)
    }
  }

  @Test func theTriggerComesFirst() throws {
    let selection = try ExperimentCard(json: "na64mu_2022", path: "").selection()
    let preset = try Presets.card(kind: "experiment", name: "na64mu_2022")
    guard case .array(let cuts)? = selection["cuts"], case .array(let trigger)? = preset["trigger"] else {
      Issue.record("no cuts")
      return
    }
    #expect(!trigger.isEmpty && Array(cuts.prefix(trigger.count)) == trigger)
  }

  @Test func anAnalysisIsOnePeriod() throws {
    let analysis = try AnalysisCard(json: ["experiment": "na64mu_2022"])
    #expect(analysis.periods.count == 1 && analysis.periods[0].eot == 1.98e10)
    #expect(analysis.periods[0].background == 0.07 && analysis.periods[0].observed == 0)
    let changed = try AnalysisCard(
      json: ["experiment": "na64mu_2022", "observed": 2, "eot": 1e9, "confidence_level": 0.95])
    #expect(
      changed.periods[0].observed == 2 && changed.periods[0].eot == 1e9 && changed.confidenceLevel == 0.95)
    #expect(changed.periods[0].background == 0.07)
  }

  @Test func whatIsMissingIsNamed() throws {
    func message(_ json: JSON) -> String {
      do { _ = try AnalysisCard(json: json) } catch let error as HermeticError { return error.message } catch
      {}
      return ""
    }
    #expect(message(["experiment": "na64e_2018"]).contains("analysis.background"))
    #expect(message(["experiment": "na64mu_2022", "bakground": 1]).contains("bakground"))
    #expect(message(["experiment": "na64mu_2202"]).contains("na64mu_2022"))
    #expect(throws: HermeticError.self) { try RunCard(json: ["experiment": 3, "events": 1]) }
  }
}
