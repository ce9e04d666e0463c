extension Presets {
  /// Experiments with their spectrometers: momenta are measured ones.
  static let trackerExperiments: [Entry] =
    ["2018", "2022"].map { year in
      electronExperiment(
        "na64e_tracker_\(year)",
        selection: year == "2018" ? "na64e_tracks_2018" : "na64e_tracks_2022",
        normalisation: year == "2018"
          ? "{\"particles\": 1.87e11, \"per_spill\": 7e6, \"source\": \"2.84e11 in all less 2016 and 2017: S. Gninenko, LDW2019\"}"
          : "{\"particles\": 9.37e11, \"source\": \"PRL 131 (2023) 161801, 2016-2022\"}")
    }
    + [
      muonExperiment(
        "2021", "{\"particles\": 1e9, \"source\": \"planned: H. Sieber, OePG/SPS 2021\"}"),
      muonExperiment(
        "2022",
        "{\"particles\": 1.98e10, \"background\": 0.07, \"background_error\": 0.03, \"observed\": 0, \"source\": \"L. Molina Bueno, CPAN 2024; PRL 132 (2024) 211803\"}"
      ),
      muonExperiment(
        "2023",
        "{\"particles\": 3.5e11, \"source\": \"total to 2024, its row reads EOT: L. Molina Bueno, CPAN 2024\"}"
      ),
    ]

  private static func electronExperiment(_ name: String, selection: String, normalisation: String) -> Entry {
    let mixture = name.hasSuffix("2022") ? Admixture.electrons2022 : Admixture.electrons
    return Entry(
      name: name, title: "NA64e with its tracker, \(name.suffix(4)): 100 GeV electrons",
      text: """
        {"name": "\(name)", "title": "NA64e with its tracker, \(name.suffix(4))", "setup": {"preset": "\(name)"},
         "beam": {"particle": "e-", "energy_GeV": 100, "position_mm": [-93.4019, 0, -20000], "direction": [0.0209870, 0, 0.9997798],
           "spot_sigma_mm": [5, 5], "divergence_rad": [0.0001, 0.0001], "momentum_spread": 0.01},
         "admixture": \(mixture.text), "physics": \(ResponseParts.physics), "response": {"preset": "\(name)"},
         "identification": \(electronTags),
         "trackers": {"preset": "\(name)"}, "trigger": [], "selection": {"preset": "\(selection)"}, "normalisation": \(normalisation),
         "citations": {"trackers": "preset \(name) of kind trackers", "physics": "\(ResponseParts.physicsSource)"},
         "assumptions": {"beam": "spot, divergence and momentum spread (1 %, recalled)", "physics": "\(ResponseParts.physicsAssumption)"}}
        """)
  }

  private static func muonExperiment(_ year: String, _ normalisation: String) -> Entry {
    Entry(
      name: "na64mu_tracker_\(year)", title: "NA64mu \(year) with MS1 and MS2: muons of 160 GeV",
      text: """
        {"name": "na64mu_tracker_\(year)", "title": "NA64mu \(year) with MS1 and MS2", "setup": {"preset": "na64mu_tracker_\(year)"},
         "beam": {"particle": "mu-", "energy_GeV": 160, "position_mm": [0, -56.178, -19000], "direction": [0, 0.0093627, 0.9999562],
           "spot_sigma_mm": [9, 19], "momentum_spread": 0.03, "halo": {"fraction": 0.1, "spot_sigma_mm": [60, 60]}},
         "admixture": \(Admixture.muons160.text), "physics": \(ResponseParts.physics), "response": {"preset": "na64mu_\(year)"},
         "trackers": {"preset": "na64mu_tracker_\(year)"}, "trigger": [\(muonTrigger)], "selection": {"preset": "na64mu_tracks_2022"},
         "normalisation": \(normalisation),
         "citations": {"beam": "spot of 9 x 19 mm and large halo: H. Sieber, OePG/SPS 2021", "trackers": "preset na64mu_tracker_\(year) of kind trackers", "physics": "\(ResponseParts.physicsSource)"},
         "assumptions": {"beam": "momentum spread, halo's share and width", "physics": "\(ResponseParts.physicsAssumption)"}}
        """)
  }

  /// Cuts on measured tracks; those of the calorimeters are the ones of na64mu_2022, na64e_invisible_2018 and _2022.
  static let trackSelections: [Entry] = [
    Entry(
      name: "na64mu_tracks_2022", title: "NA64mu: missing energy and measured momenta",
      text: """
        {"name": "na64mu_tracks_2022", "cuts": [
          {"name": "p_in", "expression": "ms1.momentum_GeV > 140 and ms1.momentum_GeV < 180 and ms1.tracks == 1 and ms1.p_value > 0.01", "source": "window of 20 GeV around 160 GeV [unverified]; p-value: NN-dimuon-DLS-NA64"},
          {"name": "one muon out", "expression": "ms2.tracks == 1 and ms2.p_value > 0.01", "source": "single outgoing muon: H. Sieber, OePG/SPS 2021"},
          {"name": "p_out", "expression": "ms2.momentum_GeV < 80", "source": "H. Sieber, OePG/SPS 2021"},
          {"name": "calorimeters", "expression": "ecal.total_GeV + hcal.total_GeV < 12", "source": "12 GeV beyond the MIP [unverified]; no activity in ECAL, VETO, HCAL: L. Molina Bueno, CPAN 2024"}
        ]}
        """),
    tracks(
      "na64e_tracks_2018",
      "{\"name\": \"preshower\", \"expression\": \"ecal.preshower_GeV > 0.3\", \"source\": \"S. Gninenko, LDW2019\"}"
    ),
    tracks(
      "na64e_tracks_2022",
      "{\"name\": \"preshower\", \"expression\": \"ecal.preshower_GeV > 0.7\", \"source\": \"NN-dimuon-DLS-NA64, p348reco\"}"
    ),
  ]

  private static func tracks(_ name: String, _ preshower: String) -> Entry {
    Entry(
      name: name, title: "NA64e invisible search with measured momentum and angle",
      text: """
        {"name": "\(name)", "cuts": [
          {"name": "track", "expression": "track.tracks == 1 and track.p_value > 0.01", "source": "p-value: NN-dimuon-DLS-NA64"},
          {"name": "momentum", "expression": "abs(track.momentum_GeV - 100) < 10", "source": "NN-dimuon-DLS-NA64"},
          \(preshower),
          {"name": "E_ECAL", "expression": "ecal.total_GeV < 50", "source": "PRL 131 (2023) 161801"},
          {"name": "VETO", "expression": "veto.total_GeV < 0.01", "source": "S. Gninenko, LDW2019"},
          {"name": "HCAL", "expression": "hcal.total_GeV < 1", "source": "S. Gninenko, LDW2019"}
        ]}
        """)
  }
}
