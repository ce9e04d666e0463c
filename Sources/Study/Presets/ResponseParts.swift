import Core

/// Sensors that several responses share, as texts of their cards.
enum ResponseParts {
  /// Components of sigma/E = 10 %/sqrt(E) + 4 % (S. Gninenko, LDW2019, for the stochastic term; the constant one is
  /// recalled): sampling fluctuations come from transport, the rest is shared among the stages.
  static let ecal = """
    "ecal": {
        "light_collection": {"fibre_amplitude": 0.02, "fibre_pitch_mm": 9.55, "rod_depth": 0.10, "rod_sigma_mm": 3},
        "cross_talk": 0.02, "photoelectrons_per_GeV": 150, "cell_fluctuation": 0.04, "noise_GeV": 0.005,
        "threshold_GeV": 0.02, "time_ns": 1.3,
        "source": "non-uniformity below 2 % near fibres and below 10 % near rods, four rods at (+-1/4, +-1/4) of a cell: S. Gninenko, LDW2019, NA64-dd4hep-lib; 4 % per cell in the collaboration's simulation: p348reco; time RMS 1.3 ns: 2022 data",
        "assumption": "shape of the non-uniformity, cross-talk, photoelectrons, noise, threshold"}
    """

  static let veto = """
    "veto": {"photoelectrons_per_GeV": 5000, "noise_GeV": 0.0003, "two_ends": {"smallest_ratio": 0.3}, "time_ns": 1,
        "source": "three strips with a photomultiplier at each end, sqrt(a1 a2) or, below a ratio of 0.3, the larger one: p348reco",
        "assumption": "photoelectrons, noise and time"}
    """

  /// What the scale of the HCAL belongs to: light of slow protons, and the gate of the readout.
  static let physics = "{\"hadrons\": {\"birks_mm_per_MeV\": 0.079, \"time_window_ns\": 150}}"
  static let physicsSource =
    "Birks's constant of polystyrene, 0.079 mm/MeV: Craun and Smith, NIM 80 (1970) 239 [recalled]"
  static let physicsAssumption = "gate of 150 ns"

  /// The constant that puts an HCAL on the scale of hadrons: see docs/response.md for the recipe.
  static let hadronScale = 1.087

  static func hcal(_ count: Int) -> String {
    (0..<count).map { index in
      """
      "hcal\(index)": {"scale": \(hadronScale), "photoelectrons_per_GeV": 100, "cell_fluctuation": 0.05, "noise_GeV": 0.03,
          "threshold_GeV": 0.2, "time_ns": 5.5,
          "source": "scale: pi- of 100 GeV read 100 GeV in the mean, measured with this library (docs/response.md); cells below 0.2 GeV read 0, time 5.5 ns: NN-dimuon-DLS-NA64",
          "assumption": "photoelectrons, fluctuation and noise"}
      """
    }.joined(separator: ",\n")
  }

  static let vhcal = (0..<4).map { index in
    """
    "vhcal\(index)": {"photoelectrons_per_GeV": 100, "cell_fluctuation": 0.05, "noise_GeV": 0.03, "threshold_GeV": 0.2,
        "time_ns": 5.5, "assumption": "all numbers: those of the HCAL; scale of electrons"}
    """
  }.joined(separator: ",\n")

  static let srd = (0..<3).map { index in
    """
    "srd\(index)": {"photoelectrons_per_GeV": 20000, "noise_GeV": 0.0002, "threshold_GeV": 0.0005, "time_ns": 0.99,
        "source": "time RMS 0.99 ns: 2022 data", "assumption": "photoelectrons, noise and threshold"}
    """
  }.joined(separator: ",\n")

  /// WCAL with its last counter, V2 and S4 of the visible mode.
  static let visible = """
    "wcal": {"photoelectrons_per_GeV": 150, "cell_fluctuation": 0.04, "noise_GeV": 0.005, "threshold_GeV": 0.02, "time_ns": 1.3,
        "assumption": "all numbers: those of the ECAL"},
    "wcal2": {"photoelectrons_per_GeV": 10000, "turn_on": {"energy_GeV": 0.0009, "power": 6}, "time_ns": 1,
        "source": "10 photoelectrons per MeV, seen with (E/0.9 MeV)^6 below 0.9 MeV: p348reco", "assumption": "time"},
    "v2": {"photoelectrons_per_GeV": 20000, "noise_GeV": 0.00003, "time_ns": 1,
        "assumption": "photoelectrons, noise and time"},
    "s4": {"noise_GeV": 0.000048, "threshold_GeV": 0.0001, "time_ns": 1,
        "source": "sigma 0.048 MeV: p348reco, where it shrinks with the energy below 0.24 MeV",
        "assumption": "the threshold instead of the shrinking; time"}
    """

  /// Counters of NA64mu. Its trigger's thresholds are in the experiment's card.
  static let muonCounters = ["s0", "s1", "v0", "s4", "smu"].map { name in
    """
    "\(name)": {"photoelectrons_per_GeV": 100000, "noise_GeV": 0.00002, "time_ns": 1,
        "assumption": "photoelectrons, noise and time"}
    """
  }.joined(separator: ",\n")

  /// Other beam particles in the gate.
  static func pileUp(
    perSpill: String, spill_s: String = "4.8", source: String, assumption: String = "",
    composition: String? = nil
  ) -> String {
    """
    "pile_up": {"particles_per_spill": \(perSpill), "spill_s": \(spill_s), "shaping_ns": 25, "resolved_ns": 27,
       "residual": 0.05, "library_events": 20, \(composition.map { "\"composition\": \($0), " } ?? "")
       "source": "\(source)",
       "assumption": "\(assumption)pulse shape; pulses more than two samples of 12.5 ns away are told apart and subtracted to 5 %"}
    """
  }
}
