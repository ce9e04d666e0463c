extension Presets {
  static let selections: [Entry] =
    [
      Entry(
        name: "na64e_invisible_2016", title: "NA64e invisible search, beam-side efficiencies of 2016",
        text: selection2016),
      Entry(
        name: "na64e_invisible_2018", title: "NA64e invisible search, beam-side efficiencies of 2017-2018",
        text: selection2018),
    ] + detectorSelections

  /// Cuts on simulated quantities, then what the simulation does not contain. VETO and HCAL hardly cost
  /// simulated signal anything; the talk's efficiencies of these two are losses to pile-up and noise, and
  /// stand as cited inputs of their own. Efficiencies: S. Gninenko, "NA64: new results and prospects", LDW2019
  /// (Vienna, 12 August 2019), efficiency table. It lists no separate uncertainties; the total's
  /// uncertainty enters as a nuisance of the analysis.
  private static let simulated = """
        {"name": "preshower", "expression": "ecal.preshower_GeV > 0.3"},
        {"name": "E_ECAL", "expression": "ecal.total_GeV < 50"},
        {"name": "VETO", "expression": "veto.total_GeV < 0.01"},
        {"name": "HCAL", "expression": "hcal.total_GeV < 1"}
    """

  static let selection2016 = """
    {"name": "na64e_invisible_2016", "cuts": [
        {"name": "S_i and tracker in time", "efficiency": 0.98, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "incoming angle", "efficiency": 0.95, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "momentum", "efficiency": 0.80, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "SRD", "efficiency": 0.98, "error": 0, "source": "Gninenko, LDW2019"},
    \(simulated),
        {"name": "VETO, pile-up and noise", "efficiency": 0.97, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "HCAL, pile-up and noise", "efficiency": 0.96, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "shower shape", "efficiency": 0.96, "error": 0, "source": "Gninenko, LDW2019"}
    ]}
    """

  static let selection2018 = """
    {"name": "na64e_invisible_2018", "cuts": [
        {"name": "S_i and tracker in time", "efficiency": 0.95, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "momentum", "efficiency": 0.83, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "SRD", "efficiency": 0.95, "error": 0, "source": "Gninenko, LDW2019"},
    \(simulated),
        {"name": "VETO, pile-up and noise", "efficiency": 0.93, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "HCAL, pile-up and noise", "efficiency": 0.94, "error": 0, "source": "Gninenko, LDW2019"},
        {"name": "shower shape", "efficiency": 0.92, "error": 0, "source": "Gninenko, LDW2019"}
    ]}
    """
}
