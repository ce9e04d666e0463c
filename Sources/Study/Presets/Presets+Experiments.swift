extension Presets {
  /// A whole experiment by name: set-up, beam, response, trigger, selection, run normalisation. Numbers that no public
  /// source of ours states stand under "assumptions".
  static let experiments: [Entry] = [
    experiment(
      "na64e_2016", "NA64e invisible 2016: 4.3e10 electrons of 100 GeV", setup: "na64e_2016",
      response: "na64e_2016",
      beam: electrons(100), selection: "na64e_invisible_2016", trigger: [],
      normalisation: """
        {"particles": 4.3e10, "source": "PRD 97 (2018) 072002; raw 2.0, 1.5, 1.0e10: M. Kirsanov, PhiPsi 2019",
         "periods": [{"name": "low", "particles": 1.911e10, "per_spill": 1.85e6}, {"name": "medium", "particles": 1.433e10, "per_spill": 2.8e6},
           {"name": "high", "particles": 0.956e10, "per_spill": 4.8e6}]}
        """),
    experiment(
      "na64e_2017", "NA64e invisible 2017: 5.4e10 electrons of 100 GeV", setup: "na64e_2017",
      response: "na64e_2017",
      beam: electrons(100), selection: "na64e_invisible_2018", trigger: [],
      normalisation: "{\"particles\": 5.4e10, \"per_spill\": 5e6, \"source\": \"M. Kirsanov, PhiPsi 2019\"}"),
    experiment(
      "na64e_2018", "NA64e invisible 2018: 1.87e11 electrons of 100 GeV", setup: "na64e_2018",
      response: "na64e_2018",
      beam: electrons(100), selection: "na64e_invisible_2018", trigger: [],
      normalisation:
        "{\"particles\": 1.87e11, \"per_spill\": 7e6, \"source\": \"2.84e11 in all less 2016 and 2017: S. Gninenko, LDW2019\"}"
    ),
    experiment(
      "na64e_spectrometer_2018", "NA64e invisible 2018 with magnets and SRD: 1.87e11 electrons of 100 GeV",
      setup: "na64e_spectrometer_2018", response: "na64e_tracker_2018", beam: beforeTheMagnets,
      selection: "na64e_srd", trigger: [],
      normalisation:
        "{\"particles\": 1.87e11, \"per_spill\": 7e6, \"source\": \"2.84e11 in all less 2016 and 2017: S. Gninenko, LDW2019\"}",
      identification: electronTags),
    experiment(
      "na64e_2022", "NA64e invisible to 2022: 9.37e11 electrons of 100 GeV", setup: "na64e_2022",
      response: "na64e_2022",
      beam: electrons(100), selection: "na64e_invisible_2022", trigger: [physicsTrigger],
      normalisation: "{\"particles\": 9.37e11, \"source\": \"PRL 131 (2023) 161801, 2016-2022\"}"),
    experiment(
      "na64e_visible_2017_40X0", "NA64e visible 2017, WCAL 40 X0: 2.4e10 electrons of 100 GeV",
      setup: "na64e_visible_2017_40X0", response: "na64e_visible_2017_40X0", beam: electrons(100),
      selection: "na64e_visible_2017",
      trigger: [wcalTrigger(75)],
      normalisation: "{\"particles\": 2.4e10, \"per_spill\": 3e6, \"source\": \"M. Kirsanov, PhiPsi 2019\"}"),
    experiment(
      "na64e_visible_2017_30X0", "NA64e visible 2017, WCAL 30 X0: 3e10 electrons of 100 GeV",
      setup: "na64e_visible_2017_30X0", response: "na64e_visible_2017_30X0", beam: electrons(100),
      selection: "na64e_visible_2017",
      trigger: [wcalTrigger(75)],
      normalisation: "{\"particles\": 3e10, \"per_spill\": 4.5e6, \"source\": \"M. Kirsanov, PhiPsi 2019\"}"),
    experiment(
      "na64e_visible_2018", "NA64e visible 2018: 3e10 electrons of 150 GeV", setup: "na64e_visible_2018",
      response: "na64e_visible_2018",
      beam: electrons(150), selection: "na64e_visible_2018", trigger: [wcalTrigger(110)],
      normalisation: "{\"particles\": 3e10, \"source\": \"M. Kirsanov, PhiPsi 2019\"}"),
    experiment(
      "na64mu_2021", "NA64mu pilot 2021: at most 1e9 muons of 160 GeV", setup: "na64mu_2021",
      response: "na64mu_2021",
      beam: muons,
      selection: "na64mu_2022", trigger: [muonTrigger],
      normalisation: "{\"particles\": 1e9, \"source\": \"planned: H. Sieber, OePG/SPS 2021\"}"),
    experiment(
      "na64mu_2022", "NA64mu 2022: 1.98e10 muons of 160 GeV", setup: "na64mu_2022", response: "na64mu_2022",
      beam: muons,
      selection: "na64mu_2022", trigger: [muonTrigger],
      normalisation:
        "{\"particles\": 1.98e10, \"background\": 0.07, \"background_error\": 0.03, \"observed\": 0, \"source\": \"L. Molina Bueno, CPAN 2024; PRL 132 (2024) 211803\"}"
    ),
    experiment(
      "na64mu_2023", "NA64mu to 2024: 3.5e11 muons of 160 GeV", setup: "na64mu_2023", response: "na64mu_2023",
      beam: muons,
      selection: "na64mu_2022", trigger: [muonTrigger],
      normalisation:
        "{\"particles\": 3.5e11, \"source\": \"total to 2024, its row reads EOT: L. Molina Bueno, CPAN 2024\"}"
    ),
    experiment(
      "na64e_plus", "NA64e with positrons: 1.01e10 of 100 GeV and 1.6e10 of 70 GeV; 40 to 150 GeV planned",
      setup: "na64e_plus", response: "na64e_plus", beam: electrons(100, particle: "e+"),
      selection: "na64e_invisible_2022",
      trigger: [physicsTrigger],
      normalisation: """
        {"particles": 1.01e10, "source": "PRD 109 (2024) L031103",
         "periods": [{"name": "100 GeV", "particles": 1.01e10}, {"name": "70 GeV, 2023 (arXiv:2502.04053)", "particles": 1.6e10}]}
        """),
    experiment(
      "na64h", "NA64h 2024: 2.9e9 pions of 50 GeV", setup: "na64h", response: "na64h", beam: pions,
      selection: "na64e_invisible_2022", trigger: [],
      normalisation: "{\"particles\": 2.9e9, \"observed\": 0, \"source\": \"PRL 133 (2024) 121803\"}"),
  ]

  static let electronTags = """
    {"tags": {"srd": {"sensors": ["srd0", "srd1", "srd2"], "range_GeV": [0.001, 0.08], "window_ns": 2, "source": "S. Gninenko, LDW2019"},
      "srd_two": {"sensors": ["srd0", "srd1", "srd2"], "range_GeV": [0.001, 0.08], "window_ns": 2, "required": 2, "source": "two of three modules: p348reco, 2022"}},
     "cells": ["ecal", "hcal0", "hcal1", "hcal2"], "position": ["ecal"]}
    """

  private static let physicsTrigger = """
    {"name": "trigger", "expression": "ecal.main_GeV < 76 and ecal.preshower_GeV > 0.4", "source": "physics trigger of 2022-24: NN-dimuon-DLS-NA64; all cells instead of the central 3x4 [assumption]"}
    """

  private static func wcalTrigger(_ energy: Int) -> String {
    """
    {"name": "trigger", "expression": "wcal.total_GeV < \(energy)", "source": "M. Kirsanov, PhiPsi 2019"}
    """
  }

  static let muonTrigger = """
    {"name": "trigger", "expression": "s0.total_GeV > 0.0001 and s1.total_GeV > 0.0001 and smu.total_GeV > 0.0011 and s4.total_GeV > 0.0011 and v0.total_GeV < 0.0013", "source": "S0 x S1 x Smu x S4 x not V: H. Sieber, OePG/SPS 2021; thresholds: NA64mu RDF analysis"}
    """

  private static func electrons(_ energy: Int, particle: String = "e-") -> String {
    """
    {"particle": "\(particle)", "energy_GeV": \(energy), "position_mm": [0, 0, -2500], "spot_sigma_mm": [5, 5], "divergence_rad": [0.0002, 0.0002],
     "momentum_spread": 0.01}
    """
  }

  private static let beforeTheMagnets = """
    {"particle": "e-", "energy_GeV": 100, "position_mm": [-72.4103, 0, -19000], "direction": [0.0209870, 0, 0.9997798],
     "spot_sigma_mm": [5, 5], "divergence_rad": [0.0001, 0.0001], "momentum_spread": 0.01}
    """

  private static let muons = """
    {"particle": "mu-", "energy_GeV": 160, "position_mm": [0, 0, -4000], "spot_sigma_mm": [9, 19], "momentum_spread": 0.03,
     "halo": {"fraction": 0.1, "spot_sigma_mm": [60, 60]}}
    """

  private static let pions = """
    {"particle": "pi-", "energy_GeV": 50, "position_mm": [0, 0, -2500], "spot_sigma_mm": [5, 5], "momentum_spread": 0.01}
    """

  private static func experiment(
    _ name: String, _ title: String, setup: String, response: String, beam: String, selection: String,
    trigger: [String], normalisation: String, identification: String = "null"
  ) -> Entry {
    let isMuon = beam.contains("\"mu-\"")
    let assumptions =
      isMuon
      ? "momentum spread, halo's share and width" : "spot, divergence and momentum spread (1 %, recalled)"
    return Entry(
      name: name, title: title,
      text: """
        {"name": "\(name)", "title": "\(title)", "setup": {"preset": "\(setup)"}, "beam": \(beam),
         "admixture": \(admixture(name).text), "physics": \(ResponseParts.physics),
         "response": {"preset": "\(response)"},
         "identification": \(identification), "trigger": [\(trigger.joined(separator: ", "))], "selection": {"preset": "\(selection)"},
         "normalisation": \(normalisation),
         "citations": {"beam": "spot of the muon beam 9 x 19 mm and large halo: H. Sieber, OePG/SPS 2021; spill 4.8 s: NA64mu RDF analysis", "physics": "\(ResponseParts.physicsSource)"},
         "assumptions": {"beam": "\(assumptions)", "physics": "\(ResponseParts.physicsAssumption)"}}
        """)
  }

  private static func admixture(_ experiment: String) -> Admixture {
    switch experiment {
    case "na64e_2022": Admixture.electrons2022
    case "na64e_plus": Admixture.positrons
    case "na64h": Admixture.pions
    default: experiment.hasPrefix("na64mu") ? Admixture.muons160 : Admixture.electrons
    }
  }
}
