import Core

extension Presets {
  /// Set-ups with the stations of their spectrometers. `trackers` presets of the same names read them out.
  static let trackerSetups = spectrometerSetups + [beamMomentumSetup, visibleTrackerSetup]

  static let spectrometerSetups: [Entry] =
    [
      Entry(
        name: "na64e_tracker_2018", title: "NA64e 2018 with magnets, SRD and the tracker",
        text: extended(spectrometerText, by: electronStations("na64e_tracker_2018", "2018", straws: false))),
      Entry(
        name: "na64e_tracker_2022", title: "NA64e 2022 with magnets, SRD and the tracker",
        text: extended(
          extended(invisible2022(name: "na64e_2022", particle: "100 GeV e-"), by: upstream),
          by: electronStations("na64e_tracker_2022", "2022", straws: true))),
    ]
    + ["2021", "2022", "2023"].map { year in
      Entry(
        name: "na64mu_tracker_\(year)", title: "NA64mu of \(year) with the stations of MS1 and MS2",
        text: extended(muon(name: "na64mu_\(year)", year: year, hcals: 2), by: muonStations(year)))
    }

  /// x of 100 GeV electrons in front of the magnets.
  private static func beamX(_ z: Double) -> Double { -72.4103 + 0.0209916 * (z + 19000) }
  /// y of 160 GeV muons in front of MS1's magnets.
  private static func beamY(_ z: Double) -> Double { -56.178 + 0.0093631 * (z + 19000) }

  private static let stationCitation =
    "Micromegas 80x80 mm, GEM 100x100 mm, ST03 and ST04 200x200 mm: CrankOne/geode, p348reco; large Micromegas 250x80 mm: NA64mu RDF analysis; matter 0.3 % X0 per Micromegas and GEM, 0.04 % per layer of straws [assumption]"

  private static func electronStations(_ name: String, _ year: String, straws: Bool) -> String {
    var stations = [("MM1", -19670.0), ("MM2", -19580), ("MM3", -18220), ("MM4", -18130)].map {
      SetupParts.micromegas($0, z: $1, x: beamX($1))
    }
    stations += [("MM5", -3170.0), ("MM7", -1030)].map { SetupParts.micromegas($0, z: $1) }
    stations += [("GM1", -3003.0), ("GM3", -2382), ("GM4", -1360), ("GM2", -1126)].map {
      SetupParts.gem($0, z: $1)
    }
    if straws {
      for (name, z) in [("ST03", -2250.0), ("ST04", -900)] {
        for (index, layer) in ["Xa", "Xb", "Ya", "Yb"].enumerated() {
          stations.append(SetupParts.straws(name + layer, z: z + 10 * Double(index), width: 200, height: 200))
        }
      }
    }
    let places =
      "places along the beam: alignment of the invisible set-up of 2016-17 (CrankOne/geode), ECAL at z = 0; centred on the beam [assumption]"
    return """
      {"name": "\(name)", "title": "NA64e of \(year) with magnets, SRD and tracker",
       "citations": {"tracker": "\(places); \(stationCitation)\(straws ? "; places of ST03 and ST04 [assumption]" : "")",
         "vessel": "vacuum from the magnets to the tracker behind them, Mylar windows of 0.2 mm [assumption: size, length and windows]",
         "beam": "{\\"position_mm\\": [-93.4019, 0, -20000], \\"direction\\": [0.0209870, 0, 0.9997798]} [calculated: 100 GeV arrives at x = 0 along z]"},
       "volumes": [
         {"name": "vessel", "shape": "box", "material": "vacuum", "size_mm": [500, 140, 14750], "position_mm": [120, 0, -10675]},
         {"name": "window_down", "shape": "box", "material": "Mylar", "size_mm": [500, 140, 0.2], "position_mm": [120, 0, -3299.9]},
         \(stations.joined(separator: ",\n"))],
       "planes": {"front": {"volume": "MM7", "at": "entry", "particles": ["e-", "e+"]},
         "first": {"volume": "MM1", "at": "entry", "particles": ["e-", "e+"]}}}
      """
  }

  /// MS1 bends upwards by 9.4 mrad at 160 GeV, MS2 sideways by 2.6 mrad. GEMs behind the magnets of MS2 see muons above
  /// 30 GeV, the large Micromegas those above 20 GeV.
  private static func muonStations(_ year: String) -> String {
    var stations = [("MM1", -18300.0), ("MM2", -16300)].map {
      SetupParts.micromegas($0, z: $1, y: beamY($1))
    }
    stations += [("MM3", -9700.0), ("MM4", -7700)].map { SetupParts.micromegas($0, z: $1) }
    stations += [("MM5", 1560.0, 0.0), ("MM6", 3460, 0), ("MM7", 6400, -60), ("MM8", 8300, -60)].map {
      SetupParts.micromegas($0, z: $1, x: $2, width: 250)
    }
    stations += [("GM1", 1500.0, 0.0), ("GM2", 3400, 0), ("GM3", 6460, -15), ("GM4", 8360, -25)].map {
      SetupParts.gem($0, z: $1, x: $2)
    }
    return """
      {"name": "na64mu_tracker_\(year)", "title": "NA64mu, 160 GeV muons, \(year), with the stations of MS1 and MS2",
       "citations": {"MS1": "5 T m [assumption], vertical bend: NA64mu RDF analysis; BMS not there; two dipoles of 2 m, places [assumption]",
         "stations": "\(stationCitation); which ones and where [assumption]",
         "beam": "{\\"position_mm\\": [0, -56.178, -19000], \\"direction\\": [0, 0.0093627, 0.9999562]} [calculated: 160 GeV arrives at y = 0 along z]"},
       "fields": [
         {"name": "MS1a", "kind": "dipole", "field_T": [1.25, 0, 0], "length_mm": 2000, "aperture_mm": [140, 500], "position_mm": [0, 0, -14250]},
         {"name": "MS1b", "kind": "dipole", "field_T": [1.25, 0, 0], "length_mm": 2000, "aperture_mm": [140, 500], "position_mm": [0, 0, -11750]}],
       "volumes": [\(stations.joined(separator: ",\n"))],
       "planes": {"ms1_first": {"volume": "MM1", "at": "entry", "particles": ["mu-", "mu+"]},
         "ms1_last": {"volume": "MM4", "at": "entry", "particles": ["mu-", "mu+"]},
         "ms2_first": {"volume": "GM1", "at": "entry", "particles": ["mu-", "mu+"]}}}
      """
  }
}

extension SetupParts {
  /// Front face at z.
  static func micromegas(
    _ name: String, z: Double, x: Double = 0, y: Double = 0, width: Double = 80
  ) -> String { station(name, "polystyrene", 1.2, z: z, x: x, y: y, width: width, height: 80) }

  static func gem(_ name: String, z: Double, x: Double = 0) -> String {
    station(name, "polystyrene", 1.2, z: z, x: x, y: 0, width: 100, height: 100)
  }

  /// One layer.
  static func straws(_ name: String, z: Double, width: Double, height: Double) -> String {
    station(name, "Mylar", 0.12, z: z, x: 0, y: 0, width: width, height: height)
  }

  private static func station(
    _ name: String, _ material: String, _ thickness: Double, z: Double, x: Double, y: Double, width: Double,
    height: Double
  ) -> String {
    """
    {"name": "\(name)", "shape": "box", "material": "\(material)", "size_mm": [\(width), \(height), \(thickness)],
     "position_mm": [\(x), \(y), \(z + 0.5 * thickness)]}
    """
  }
}
