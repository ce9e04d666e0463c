extension Presets {
  static let invisibleSetups: [Entry] =
    [("2016", "na64e_2016"), ("2017", "na64e_2017")].map { year, name in
      Entry(
        name: name, title: "NA64e invisible mode, 100 GeV e-, \(year): ECAL, VETO, four HCAL modules",
        text: invisible(name: name, year: year))
    } + [
      Entry(
        name: "na64e_2022", title: "NA64e invisible mode, 100 GeV e-, 2022: ECAL of 5x6 cells, VHCAL",
        text: invisible2022(name: "na64e_2022", particle: "100 GeV e-")),
      Entry(
        name: "na64e_plus", title: "NA64e with positrons of 40 to 150 GeV",
        text: invisible2022(name: "na64e_plus", particle: "e+ of 40-150 GeV")),
      Entry(
        name: "na64h", title: "NA64h: pions of 50 GeV on the ECAL",
        text: invisible2022(name: "na64h", particle: "50 GeV pi-")),
    ]

  /// z = 0 is the front of the ECAL; the beam runs along z at x = y = 0. With magnets and SRD in front:
  /// `na64e_spectrometer_2018`.
  private static func invisible(name: String, year: String) -> String {
    var volumes = [SetupParts.ecal(front: 0), SetupParts.veto(front: 550)]
    for index in 0..<4 { volumes.append(SetupParts.hcal(index, front: 700 + 1791.6 * Double(index))) }
    return """
      {"name": "\(name)", "title": "NA64e invisible mode, 100 GeV electrons, \(year)",
       "citations": {"ECAL": "\(SetupParts.ecalCitation)", "VETO": "\(SetupParts.vetoCitation)",
         "HCAL": "\(SetupParts.hcalCitation)", "calibration": "\(SetupParts.calibrationCitation)"},
       "world": {"material": "air", "size_mm": [2000, 2000, 20000]},
       "volumes": [\(volumes.joined(separator: ",\n"))],
       "calibration": {"ecal": 0.1039, "hcal0": 0.0239, "hcal1": 0.0239, "hcal2": 0.0239, "hcal3": 0.0239},
       "section_names": {"ecal": ["preshower", "main"]}, "groups": {"hcal": ["hcal0", "hcal1", "hcal2", "hcal3"]}}
      """
  }

  static func invisible2022(name: String, particle: String) -> String {
    var volumes = [
      SetupParts.vhcal(front: -2000),
      SetupParts.ecal(front: 0, cellsX: 5, cellsY: 6, hitX: 2, hitY: 3), SetupParts.veto(front: 550),
    ]
    for index in 0..<4 { volumes.append(SetupParts.hcal(index, front: 700 + 1791.6 * Double(index))) }
    return """
      {"name": "\(name)", "title": "NA64, \(particle), set-up of 2022",
       "citations": {"ECAL": "\(SetupParts.ecalCitation); 5x6 cells, beam in cell (2,3) from run 5262 on",
         "VETO": "\(SetupParts.vetoCitation)", "HCAL": "\(SetupParts.hcalCitation)",
         "VHCAL": "Cu-Sc prototype with 4x4 cells upstream of the ECAL, sum below 1.5 GeV: arXiv:2503.11275 and NN-dimuon-DLS-NA64; 20 x (25 mm Cu + 4 mm Sc), hole of 120 mm, 2 m upstream [assumption]",
         "calibration": "\(SetupParts.calibrationCitation); VHCAL: the same for 50 GeV electrons in one of its blocks"},
       "world": {"material": "air", "size_mm": [2000, 2000, 20000]},
       "volumes": [\(volumes.joined(separator: ",\n"))],
       "calibration": {\(SetupParts.vhcalCalibration), "ecal": 0.1039, "hcal0": 0.0239, "hcal1": 0.0239, "hcal2": 0.0239, "hcal3": 0.0239},
       "section_names": {"ecal": ["preshower", "main"]},
       "groups": {"hcal": ["hcal0", "hcal1", "hcal2", "hcal3"], "vhcal": ["vhcal0", "vhcal1", "vhcal2", "vhcal3"]}}
      """
  }
}
