extension Presets {
  /// How the stations of a set-up of the same name answer, and which tracks are fitted to them.
  static let trackers: [Entry] =
    [
      Entry(
        name: "na64e_tracker_2018", title: "NA64e 2018: Micromegas and GEMs around 7 T m",
        text: electronTracker(straws: false)),
      Entry(
        name: "na64e_tracker_2022", title: "NA64e 2022: Micromegas, GEMs and straws around 7 T m",
        text: electronTracker(straws: true)),
    ]
    + ["2021", "2022", "2023"].map {
      Entry(
        name: "na64mu_tracker_\($0)", title: "NA64mu \($0): MS1 of 5 T m, MS2 of 1.4 T m", text: muonTrackers)
    } + [beamMomentumTrackers, visibleTracker]

  private static let comments = """
    "citations": {"angles": "+-45 degrees: CrankOne/geode; GEMs and large Micromegas in x and y [assumption]", "strips": "80 mm / 320, 100 mm / 256; straws 200 mm / 32: CrankOne/geode, p348reco",
      "GEM": "0.5 mm, of the collaboration's simulation: CrankOne/geode"},
    "assumptions": {"stations": "Micromegas 0.1 mm and 6 mm straws of 0.2 mm (recalled), efficiencies 97 %, clusters of 3 strips; 0.05 noise hits per axis"}
    """

  private static func strips(_ name: String, kind: String = "micromegas", turned: Bool = false) -> String {
    """
    {"volume": "\(name)", "kind": "\(kind)", "angles_deg": \(turned ? "[45, -45]" : "[0, 90]"), "noise_hits": 0.05}
    """
  }

  private static func electronTracker(straws: Bool) -> String {
    var stations = ["MM1", "MM2", "MM3", "MM4", "MM5", "MM7"].map { strips($0, turned: true) }
    stations += ["GM1", "GM2", "GM3", "GM4"].map { strips($0, kind: "gem") }
    if straws {
      for name in ["ST03", "ST04"] {
        for (layer, angle, offset) in [("Xa", 0, 0.0), ("Xb", 0, 3.125), ("Ya", 90, 0), ("Yb", 90, 3.125)] {
          stations.append(
            """
            {"volume": "\(name)\(layer)", "kind": "straw", "angles_deg": [\(angle)], "offset_mm": \(offset), "noise_hits": 0.05}
            """)
        }
      }
    }
    return """
      {"track": {"stations": [\(stations.joined(separator: ",\n"))], "particle": "e-", "momentum_GeV": 100, "outlier_pull": 4.5,
         "at": "MM7", "search": {"least_hits": \(straws ? 20 : 14), "least_p_value": 1e-6, "width": \(straws ? 16 : 32)}, "entry": {"ecal": 0}}, \(comments)}
      """
  }

  static let muonTrackers: String = {
    let ms1 = ["MM1", "MM2", "MM3", "MM4"].map { strips($0, turned: true) }
    let ms2 =
      ["MM5", "MM6", "MM7", "MM8"].map { strips($0) }
      + ["GM1", "GM2", "GM3", "GM4"].map { strips($0, kind: "gem") }
    return """
      {"ms1": {"stations": [\(ms1.joined(separator: ",\n"))], "particle": "mu-", "momentum_GeV": 160, "outlier_pull": 4.5,
         "at": "MM4", "search": {"least_hits": 7, "least_p_value": 1e-6}, "entry": {"ecal": 0}},
       "ms2": {"stations": [\(ms2.joined(separator: ",\n"))], "particle": "mu-", "momentum_GeV": 160, "outlier_pull": 4.5,
         "at": "MM5", "search": {"least_hits": 11, "least_p_value": 1e-6}, "entry": {"hcal": 8500}}, \(comments)}
      """
  }()
}
