extension Presets {
  static let visibleSetups: [Entry] = [
    Entry(
      name: "na64e_visible_2017_40X0", title: "NA64e visible mode 2017, 100 GeV e-, WCAL of 40 X0",
      text: visible(name: "na64e_visible_2017_40X0", layers: 47, is2018: false)),
    Entry(
      name: "na64e_visible_2017_30X0", title: "NA64e visible mode 2017, 100 GeV e-, WCAL of 30 X0",
      text: visible(name: "na64e_visible_2017_30X0", layers: 35, is2018: false)),
    Entry(
      name: "na64e_visible_2018",
      title: "NA64e visible mode 2018, 150 GeV e-, veto in the WCAL box, vacuum tube",
      text: visible(name: "na64e_visible_2018", layers: 35, is2018: true)),
  ]

  /// z = 0 is the front of the WCAL. V2 stands behind it, then the decay volume, S4, ECAL, VETO, HCAL.
  private static func visible(name: String, layers: Int, is2018: Bool) -> String {
    let end = 5 * Double(layers)
    // The distance from WCAL to ECAL: 3.5 m in 2017, longer in 2018 [assumption].
    let decay = is2018 ? 4500.0 : 3500.0
    let s4 = end + decay
    let ecal = s4 + 50
    var volumes = [
      SetupParts.wcal(front: 0, layers: layers),
      SetupParts.counter("WCAL2", z: end + 1, width: 100, height: 100, thickness: 3),
      SetupParts.counter(
        "V2", z: end + (is2018 ? 6 : 30), width: 120, height: 120, thickness: is2018 ? 2 : 5),
      SetupParts.counter("S4", z: s4, width: 200, height: 200, thickness: 2),
      SetupParts.ecal(front: ecal), SetupParts.veto(front: ecal + 550),
    ]
    for index in 0..<3 { volumes.append(SetupParts.hcal(index, front: ecal + 700 + 1791.6 * Double(index))) }
    if is2018 {
      volumes.append(
        """
        {"name": "tube", "shape": "tube", "material": "vacuum", "outer_radius_mm": 90, "length_mm": \(decay - 300),
         "position_mm": [0, 0, \(end + 150 + 0.5 * (decay - 300))]}
        """)
    }
    return """
      {"name": "\(name)", "title": "NA64e visible mode, \(is2018 ? "150 GeV electrons, 2018" : "100 GeV electrons, 2017")",
       "citations": {
         "WCAL": "W/Sc of \(layers == 47 ? 40 : 30) X0: M. Kirsanov, PhiPsi 2019; 3 mm W + 2 mm Sc per layer, 100x100 mm, preshower of 7 layers [assumption]; last counter: p348reco, its thickness [assumption]",
         "V2": "\(is2018 ? "veto counter inside the WCAL box: M. Kirsanov, PhiPsi 2019; 2 mm" : "5 mm") [assumption]",
         "S4": "2 mm [assumption]", "decay volume": "\(decay) mm\(is2018 ? ", vacuum tube, larger distance: M. Kirsanov, PhiPsi 2019" : "") [assumption: length]",
         "ECAL": "\(SetupParts.ecalCitation)", "VETO": "\(SetupParts.vetoCitation)", "HCAL": "\(SetupParts.hcalCitation)",
         "calibration": "\(SetupParts.calibrationCitation); WCAL: visible fraction for 100 GeV electrons, measured with this library"},
       "world": {"material": "air", "size_mm": [2000, 2000, 30000]},
       "volumes": [\(volumes.joined(separator: ",\n"))],
       "calibration": {"wcal": 0.0422, "ecal": 0.1039, "hcal0": 0.0239, "hcal1": 0.0239, "hcal2": 0.0239},
       "section_names": {"wcal": ["preshower", "main"], "ecal": ["preshower", "main"]},
       "groups": {"hcal": ["hcal0", "hcal1", "hcal2"]}}
      """
  }
}
