extension Presets {
  /// Selections on reported quantities, in the order of the collaboration's cut lists (timing, cells, SRD, momentum,
  /// preshower, ECAL, WCAL, S4, VETO, HCAL, shower). MIP: most probable energy of 100 GeV muons in the counters of our
  /// set-ups, from this library (V2 of 5 mm: 0.80 MeV, of 2 mm: 0.32 MeV; S4 of 2 mm: 0.32 MeV).
  static let detectorSelections: [Entry] = [
    Entry(
      name: "na64e_invisible_simulated",
      title: "NA64e invisible search, all calorimeter cuts simulated: needs response and identification",
      text: invisibleSimulated),
    Entry(
      name: "na64e_invisible_2022", title: "NA64e invisible search with VHCAL, E_ECAL below 50 GeV",
      text: invisible2022),
    Entry(
      name: "na64e_srd", title: "NA64e invisible search with the SRD's tag: needs its identification",
      text: srd),
    Entry(name: "na64e_dimuon", title: "NA64e dimuons: the reference process", text: dimuon),
    Entry(
      name: "na64e_visible_2017", title: "NA64e visible search 2017, 100 GeV",
      text: visible("2017", 70, 85, 0.0008)),
    Entry(
      name: "na64e_visible_2018", title: "NA64e visible search 2018, 150 GeV",
      text: visible("2018", 105, 125, 0.00032)),
    Entry(
      name: "na64e_neutral_control", title: "NA64e visible mode: fully neutral events, HCAL free",
      text: neutral("na64e_neutral_control", withHCAL: false)),
    Entry(
      name: "na64e_neutral_control_hcal",
      title: "NA64e visible mode: electromagnetic neutrals, little in the HCAL",
      text: neutral("na64e_neutral_control_hcal", withHCAL: true)),
    Entry(name: "na64mu_2022", title: "NA64mu: missing energy and momentum", text: muon),
  ]

  private static let kirsanov = "M. Kirsanov, PhiPsi 2019"
  private static let gninenko = "S. Gninenko, LDW2019"

  private static let invisibleSimulated = """
    {"name": "na64e_invisible_simulated", "cuts": [
      {"name": "ECAL in time", "expression": "abs(ecal.time_ns) < 3.9", "source": "3 sigma of 1.3 ns: NN-dimuon-DLS-NA64 and 2022 data"},
      {"name": "preshower", "expression": "ecal.preshower_GeV > 0.3", "source": "\(gninenko)"},
      {"name": "E_ECAL", "expression": "ecal.total_GeV < 50", "source": "\(gninenko)"},
      {"name": "shower shape", "expression": "ecal.shower_chi2 < ecal.shower_limit", "source": "95 % of electrons: NN-dimuon-DLS-NA64"},
      {"name": "VETO", "expression": "veto.total_GeV < 0.01", "source": "\(kirsanov)"},
      {"name": "HCAL", "expression": "hcal.total_GeV < 1", "source": "\(gninenko)"}
    ]}
    """

  private static let srd = """
    {"name": "na64e_srd", "cuts": [
      {"name": "SRD", "expression": "srd.tag == 1", "source": "1-80 MeV in each module within 2 ns: \(gninenko)"},
      {"name": "preshower", "expression": "ecal.preshower_GeV > 0.3", "source": "\(gninenko)"},
      {"name": "E_ECAL", "expression": "ecal.total_GeV < 50", "source": "\(gninenko)"},
      {"name": "VETO", "expression": "veto.total_GeV < 0.01", "source": "\(kirsanov)"},
      {"name": "HCAL", "expression": "hcal.total_GeV < 1", "source": "\(gninenko)"}
    ]}
    """

  private static let invisible2022 = """
    {"name": "na64e_invisible_2022", "cuts": [
      {"name": "preshower", "expression": "ecal.preshower_GeV > 0.7", "source": "offline preshower cut: NN-dimuon-DLS-NA64, p348reco"},
      {"name": "E_ECAL", "expression": "ecal.total_GeV < 50", "source": "PRL 131 (2023) 161801"},
      {"name": "VHCAL", "expression": "vhcal.total_GeV < 1.5", "source": "1.5 GeV: NN-dimuon-DLS-NA64"},
      {"name": "VETO", "expression": "veto.total_GeV < 0.008", "source": "7.6-8.0 MeV per strip: NN-dimuon-DLS-NA64"},
      {"name": "HCAL", "expression": "hcal.total_GeV < 1", "source": "\(gninenko)"}
    ]}
    """

  private static let dimuon = """
    {"name": "na64e_dimuon", "cuts": [
      {"name": "E_ECAL", "expression": "ecal.total_GeV < 60", "source": "\(kirsanov)"},
      {"name": "HCAL1", "expression": "hcal1.total_GeV > 2.5 and hcal1.total_GeV < 6.35", "source": "\(kirsanov)"},
      {"name": "HCAL3", "expression": "hcal3.total_GeV > 2 and hcal3.total_GeV < 6.35", "source": "\(kirsanov)"}
    ]}
    """

  private static func visible(_ year: String, _ wcal: Double, _ sum: Double, _ mip: Double) -> String {
    """
    {"name": "na64e_visible_\(year)", "cuts": [
      {"name": "E_WCAL", "expression": "wcal.total_GeV < \(wcal)", "source": "\(kirsanov)"},
      {"name": "V2", "expression": "v2.total_GeV < 0.6 * \(mip)", "source": "0.6 MIP: \(kirsanov)"},
      {"name": "S4", "expression": "s4.total_GeV > 1.5 * 0.00032", "source": "1.5 MIP: \(kirsanov)"},
      {"name": "E_WCAL + E_ECAL", "expression": "wcal.total_GeV + ecal.total_GeV > \(sum)", "source": "\(kirsanov)"},
      {"name": "VETO", "expression": "veto.total_GeV < 0.01", "source": "small VETO: \(kirsanov); the value as in the invisible mode [assumption]"},
      {"name": "HCAL", "expression": "hcal.total_GeV < 1", "source": "small HCAL: \(kirsanov); the value as in the invisible mode [assumption]"}
    ]}
    """
  }

  /// Two samples from which the number of neutral kaons is estimated: `hm.background.neutral_kaons`.
  private static func neutral(_ name: String, withHCAL: Bool) -> String {
    let last =
      withHCAL
      ? ", {\"name\": \"HCAL\", \"expression\": \"hcal.total_GeV < 1\", \"source\": \"second method: \(kirsanov)\"}"
      : ""
    return """
      {"name": "\(name)", "cuts": [
        {"name": "E_WCAL", "expression": "wcal.total_GeV < 70", "source": "\(kirsanov)"},
        {"name": "V2", "expression": "v2.total_GeV < 0.6 * 0.0008", "source": "0.6 MIP: \(kirsanov)"},
        {"name": "S4 neutral", "expression": "s4.total_GeV < 0.7 * 0.00032", "source": "control region below 0.7 MIP: \(kirsanov)"}\(last)
      ]}
      """
  }

  private static let muon = """
    {"name": "na64mu_2022", "cuts": [
      {"name": "p_in", "expression": "mu_in.momentum_GeV > 140 and mu_in.momentum_GeV < 180", "source": "window of 20 GeV around 160 GeV [unverified]"},
      {"name": "one muon out", "expression": "mu_out.crossings == 1", "source": "single outgoing muon: H. Sieber, OePG/SPS 2021"},
      {"name": "p_out", "expression": "mu_out.momentum_GeV < 80", "source": "H. Sieber, OePG/SPS 2021"},
      {"name": "calorimeters", "expression": "ecal.total_GeV + hcal.total_GeV < 12", "source": "12 GeV beyond the MIP [unverified]; no activity in ECAL, VETO, HCAL: L. Molina Bueno, CPAN 2024"},
      {"name": "VHCAL", "expression": "vhcal.total_GeV < 1.5", "source": "1.5 GeV: NN-dimuon-DLS-NA64"}
    ]}
    """
}
