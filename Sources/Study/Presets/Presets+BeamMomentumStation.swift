extension Presets {
  /// The muon set-up of 2022 behind the bend of the M2 beam line and its beam momentum station: MS1 and BMS in one fit.
  static let beamMomentumSetup = Entry(
    name: "na64mu_bms_2022", title: "NA64mu of 2022 with MS1, MS2 and the beam momentum station of M2",
    text: extended(
      spectrometerSetups.first { $0.name == "na64mu_tracker_2022" }!.text,
      by: """
        {"name": "na64mu_bms_2022", "title": "NA64mu, 160 GeV muons, 2022, with the beam momentum station",
         "citations": {
           "BMS": "six stations: NA64, PRL 132 (2024) 211803; hodoscopes of 5 mm strips around a vertical bend of 30 mrad at 160 GeV (16 T m in three dipoles of 5 m), after the one of COMPASS, Nucl. Instrum. Meth. A577 (2007) 455 [recalled]; only the bending coordinate, strips staggered by a third, 5 mm of scintillator, places, no lenses between [assumption]",
           "beam": "{\\"position_mm\\": [0, -991.427, -58000], \\"direction\\": [0, 0.0393419, 0.9992258]} [calculated: 160 GeV arrives at y = 0 along z]"},
         "world": {"material": "air", "size_mm": [4000, 4000, 120000]},
         "fields": [\(beamDipoles)],
         "volumes": [\(beamBoxes)],
         "planes": {"bms_first": {"volume": "BM1", "at": "entry", "particles": ["mu-", "mu+"]}}}
        """))

  /// Names, z and y of 160 GeV muons.
  private static let beamStations: [(String, Double, Double)] = [
    ("BM1", -57500, -971.741), ("BM2", -52000, -755.192), ("BM3", -47500, -578.016),
    ("BM4", -30500, -163.854),
    ("BM5", -25000, -112.357), ("BM6", -20500, -70.223),
  ]

  private static let beamDipoles = [("B6a", -520, -44500), ("B6b", -325, -39000), ("B6c", -205, -33500)].map {
    name, y, z in
    """
    {"name": "\(name)", "kind": "dipole", "field_T": [1.0666667, 0, 0], "length_mm": 5000, "aperture_mm": [200, 2000],
     "position_mm": [0, \(y), \(z)]}
    """
  }.joined(separator: ",\n")

  private static let beamBoxes = beamStations.map { name, z, y in
    """
    {"name": "\(name)", "shape": "box", "material": "polystyrene", "size_mm": [320, 320, 5], "position_mm": [0, \(y), \(z + 2.5)]}
    """
  }.joined(separator: ",\n")

  private static let beamReadout =
    // Strips a third further in each station: the errors of one track are not all the same.
    (beamStations.enumerated().map { index, station in
      """
      {"volume": "\(station.0)", "kind": "hodoscope", "angles_deg": [90], "offset_mm": \(5 * Double(index % 3) / 3), "noise_hits": 0.05}
      """
    }
    + ["MM1", "MM2", "MM3", "MM4"].map { name in
      """
      {"volume": "\(name)", "kind": "micromegas", "angles_deg": [45, -45], "noise_hits": 0.05}
      """
    }).joined(separator: ",\n")

  static let beamMomentumTrackers = Entry(
    name: "na64mu_bms_2022", title: "NA64mu 2022: BMS and MS1 in one fit, MS2 of 1.4 T m",
    text: extended(
      muonTrackers,
      by: """
        {"ms1": {"stations": [\(beamReadout)], "search": {"x_spread_mm": 60, "y_spread_mm": 100, "least_hits": 11, "least_p_value": 1e-6}},
         "citations": {"BMS": "set-up na64mu_bms_2022"}}
        """))
}
