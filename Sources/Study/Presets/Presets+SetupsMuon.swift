extension Presets {
  static let muonSetups: [Entry] = [
    Entry(
      name: "na64mu_2021", title: "NA64mu pilot of 2021, 160 GeV mu-",
      text: muon(name: "na64mu_2021", year: "2021", hcals: 2)),
    Entry(
      name: "na64mu_2022", title: "NA64mu of 2022, 160 GeV mu-",
      text: muon(name: "na64mu_2022", year: "2022", hcals: 2)),
    Entry(
      name: "na64mu_2023", title: "NA64mu of 2023, 160 GeV mu-",
      text: muon(name: "na64mu_2023", year: "2023", hcals: 2)),
  ]

  /// z = 0 is the front of the ECAL. S0, S1 upstream, then ECAL, VETO, VHCAL, the second spectrometer (1.4 T m), HCAL;
  /// S4 and Smu behind it are moved towards the side to which muons below 80 GeV are bent. The muons' momentum
  /// before and behind the target is in the planes `mu_in` and `mu_out`.
  static func muon(name: String, year: String, hcals: Int) -> String {
    var volumes = [
      SetupParts.counter("S0", z: -3000, width: 80, height: 80, thickness: 2),
      SetupParts.counter("S1", z: -500, width: 80, height: 80, thickness: 2),
      SetupParts.counter("V0", z: -600, width: 400, height: 400, thickness: 10, x: 260),
      SetupParts.ecal(front: 0, cellsX: 5, cellsY: 6, hitX: 2, hitY: 3), SetupParts.veto(front: 550),
      SetupParts.vhcal(front: 700),
    ]
    let spectrometer = 5000.0
    let hcal = spectrometer + 3500
    for index in 0..<hcals {
      volumes.append(
        SetupParts.hcal(
          index, front: hcal + 1791.6 * Double(index), cells: (6, 3), width: 1200, height: 600))
    }
    let last = hcal + 1791.6 * Double(hcals)
    // 160 GeV muons are bent by 2.6 mrad, those of 80 GeV by 5.2 mrad: at the counters 20 and 40 mm.
    volumes.append(SetupParts.counter("S4", z: last, width: 200, height: 200, thickness: 10, x: -165))
    volumes.append(SetupParts.counter("Smu", z: last + 500, width: 250, height: 200, thickness: 10, x: -190))
    volumes.append(
      SetupParts.counter("MS2in", z: spectrometer - 1300, width: 250, height: 250, thickness: 0.3))
    volumes.append(
      SetupParts.counter("MS2out", z: spectrometer + 2400, width: 250, height: 250, thickness: 0.3))
    return """
      {"name": "\(name)", "title": "NA64mu, 160 GeV muons, \(year)",
       "citations": {
         "ECAL": "\(SetupParts.ecalCitation); 5x6 cells, beam in cell (2,3) from run 5262 on", "VETO": "\(SetupParts.vetoCitation)",
         "HCAL": "two modules of 120x60 cm2, 6x3 cells: H. Sieber, OePG/SPS 2021; layers as NA64e [assumption]",
         "MS2": "1.4 T m: H. Sieber, OePG/SPS 2021; two dipoles of 1 m and 0.7 T, places of everything along z [assumption]",
         "counters": "names and thresholds: H. Sieber, OePG/SPS 2021, NA64mu RDF analysis; sizes and places [assumption]",
         "VHCAL": "4x4 cells: NA64mu RDF analysis; layers, hole and place [assumption]",
         "calibration": "\(SetupParts.calibrationCitation)"},
       "world": {"material": "air", "size_mm": [4000, 3000, 50000]},
       "fields": [\(SetupParts.dipoles(field_T: -0.7, length_mm: 1000, centre: spectrometer))],
       "volumes": [\(volumes.joined(separator: ",\n"))],
       "planes": {"mu_in": {"volume": "ECAL", "at": "entry", "particles": ["mu-", "mu+"]},
         "mu_out": {"volume": "VETO", "at": "exit", "particles": ["mu-", "mu+"]},
         "ms2_in": {"volume": "MS2in", "at": "entry", "particles": ["mu-", "mu+"]},
         "ms2_out": {"volume": "MS2out", "at": "entry", "particles": ["mu-", "mu+"]}},
       "calibration": {\(SetupParts.vhcalCalibration), "ecal": 0.1039, "hcal0": 0.0239, "hcal1": 0.0239},
       "section_names": {"ecal": ["preshower", "main"]},
       "groups": {"hcal": ["hcal0", "hcal1"], "vhcal": ["vhcal0", "vhcal1", "vhcal2", "vhcal3"]}}
      """
  }
}
