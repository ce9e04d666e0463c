extension Presets {
  /// The visible set-up of 2018 with a spectrometer behind its decay tube, after the design study of the collaboration for the X17
  /// [EPJC 80 (2020) 1159]: the invariant mass instead of the sum of energies alone.
  static let visibleTrackerSetup = Entry(
    name: "na64e_visible_tracker_2018",
    title: "NA64e visible mode 2018, 150 GeV e-, with a spectrometer for e+e- pairs behind the tube",
    text: extended(visibleSetups.first { $0.name == "na64e_visible_2018" }!.text, by: pairSpectrometer))

  private static let pairSpectrometer: String = {
    let front = [("T1", 4600.0), ("T2", 5600.0), ("T3", 6600.0)].map { SetupParts.micromegas($0, z: $1) }
    let rear = [("T4", 9000.0), ("T5", 10000.0), ("T6", 11000.0)].map { name, z in
      """
      {"name": "\(name)", "shape": "box", "material": "polystyrene", "size_mm": [500, 140, 1.2], "position_mm": [0, 0, \(z + 0.6)]}
      """
    }
    let s4 = 11200.0
    var volumes = front + rear
    volumes.append(SetupParts.counter("S4", z: s4, width: 500, height: 200, thickness: 2))
    volumes.append(SetupParts.ecal(front: s4 + 50))
    volumes.append(SetupParts.veto(front: s4 + 600))
    for index in 0..<3 { volumes.append(SetupParts.hcal(index, front: s4 + 750 + 1791.6 * Double(index))) }
    return """
      {"name": "na64e_visible_tracker_2018", "title": "NA64e visible mode, 150 GeV electrons, with a spectrometer for pairs",
       "citations": {
         "spectrometer": "stations and a magnet behind the decay volume to measure the invariant mass of the pair: NA64, Eur. Phys. J. C 80 (2020) 1159 (design study, no data were taken so); three Micromegas of 80x80 mm in front of one dipole of 2 m and 1.75 T, three of 500x140 mm behind it, places, 0.3 % X0 each, air between them [assumption]",
         "S4": "2 mm, moved behind the spectrometer with ECAL, VETO and HCAL [assumption]"},
       "world": {"material": "air", "size_mm": [2000, 2000, 44000]},
       "fields": [{"name": "MBPL", "kind": "dipole", "field_T": [0, -1.75, 0], "length_mm": 2000, "aperture_mm": [500, 140],
         "position_mm": [0, 0, 7800]}],
       "volumes": [\(volumes.joined(separator: ",\n"))]}
      """
  }()

  private static let pairStations = ["T1", "T2", "T3", "T4", "T5", "T6"].map { name in
    """
    {"volume": "\(name)", "kind": "micromegas", "angles_deg": [45, -45], "noise_hits": 0.05}
    """
  }.joined(separator: ",\n")

  static let visibleTracker = Entry(
    name: "na64e_visible_tracker_2018",
    title: "NA64e visible mode 2018: e+e- pairs in six Micromegas around 3.5 T m",
    text: """
      {"pair": {"stations": [\(pairStations)],
         "particle": "e-", "momentum_GeV": 75, "at": "T1",
         "search": {"x_spread_mm": 40, "tx_spread": 0.01, "least_hits": 9, "shared_hits": 6, "least_momentum_GeV": 5,
           "least_p_value": 1e-4, "width": 100},
         "vertex": {"masses_GeV": [0.00051099895, 0.00051099895], "from_mm": 180, "to_mm": 4600}},
       "citations": {"strips": "80 mm / 320: CrankOne/geode; NA64, Eur. Phys. J. C 80 (2020) 1159 for the idea of a spectrometer"},
       "assumptions": {"stations": "0.1 mm (recalled), efficiencies 97 %, clusters of 3 strips, 0.05 noise hits per axis; +-45 degrees"}}
      """)
}
