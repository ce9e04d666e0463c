extension Presets {
  static let responses: [Entry] = [
    Entry(
      name: "na64e_2016", title: "NA64e sensors; pile-up of the low intensity of 2016",
      text: response(particlesPerSpill: "1.85e6", source: "M. Kirsanov, PhiPsi 2019: 1.5-2.2e6 per spill")),
    Entry(
      name: "na64e_2017", title: "NA64e sensors; pile-up of 2017",
      text: response(particlesPerSpill: "5e6", source: "M. Kirsanov, PhiPsi 2019: 4-6e6 per spill")),
    Entry(
      name: "na64e_2018", title: "NA64e sensors; pile-up of 2018",
      text: response(particlesPerSpill: "7e6", source: "M. Kirsanov, PhiPsi 2019: 6-8e6 per spill")),
    Entry(
      name: "na64e_sensors", title: "NA64e sensors without pile-up", text: "{\(sensors)}"),
    Entry(
      name: "na64e_spectrometer", title: "NA64e sensors with the SRD, without pile-up",
      text: "{\(sensorsWithSRD)}"),
  ]

  private static let sensorsWithSRD: String = {
    let srd = (0..<3).map { index in
      """
      "srd\(index)": {"photoelectrons_per_GeV": 20000, "noise_GeV": 0.0002, "threshold_GeV": 0.0005, "time_ns": 0.99,
        "source": "time RMS 0.99 ns: 2022 data", "assumption": "photoelectrons, noise and threshold"}
      """
    }.joined(separator: ", ")
    // Before the brace that closes the sensors.
    return String(sensors[..<sensors.lastIndex(of: "}")!]) + ", " + srd + "}"
  }()

  /// Components of sigma/E = 10 %/sqrt(E) + 4 % (S. Gninenko, LDW2019, for the stochastic term; the constant one is
  /// recalled): sampling fluctuations come from transport, the rest is shared among the stages below.
  private static let sensors = """
    "sensors": {
      "ecal": {
        "light_collection": {"fibre_amplitude": 0.02, "fibre_pitch_mm": 9.55, "rod_depth": 0.10, "rod_sigma_mm": 3},
        "cross_talk": 0.02, "photoelectrons_per_GeV": 150, "cell_fluctuation": 0.04, "noise_GeV": 0.005,
        "threshold_GeV": 0.02, "time_ns": 1.3,
        "source": "non-uniformity below 2 % near fibres and below 10 % near rods, four rods at (+-1/4, +-1/4) of a cell: S. Gninenko, LDW2019, NA64-dd4hep-lib; 4 % per cell in the collaboration's simulation: p348reco; time RMS 1.3 ns: 2022 data",
        "assumption": "shape of the non-uniformity, cross-talk, photoelectrons, noise, threshold"},
      "veto": {"photoelectrons_per_GeV": 5000, "noise_GeV": 0.0003, "time_ns": 1,
        "assumption": "photoelectrons, noise and time"},
      \(hcal("hcal0")), \(hcal("hcal1")), \(hcal("hcal2")), \(hcal("hcal3"))
    }
    """

  private static func hcal(_ name: String) -> String {
    """
    "\(name)": {"photoelectrons_per_GeV": 100, "cell_fluctuation": 0.05, "noise_GeV": 0.03, "threshold_GeV": 0.2,
        "time_ns": 5.5,
        "source": "cells below 0.2 GeV read 0, time 5.5 ns: NN-dimuon-DLS-NA64",
        "assumption": "photoelectrons, fluctuation and noise"}
    """
  }

  private static func response(particlesPerSpill: String, source: String) -> String {
    """
    {\(sensors),
     "pile_up": {"particles_per_spill": \(particlesPerSpill), "spill_s": 4.8, "shaping_ns": 25, "resolved_ns": 27,
       "residual": 0.05, "library_events": 40,
       "source": "\(source); spill 4.8 s: NA64mu RDF analysis",
       "assumption": "pulse shape; pulses more than two samples of 12.5 ns away are told apart and subtracted to 5 %"}}
    """
  }
}
