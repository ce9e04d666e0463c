import Core

extension Presets {
  /// The magnets, the vacuum vessel and the SRD upstream of the set-up "na64e_2018", which it holds as it is. z is along
  /// the deflected beam: electrons of 100 GeV that start as its citation "beam" says hit the ECAL head on at x = y = 0.
  static let spectrometer = Entry(
    name: "na64e_spectrometer_2018",
    title: "NA64e 2016-2018 with magnets (7 T m), vacuum vessel and SRD in front of the detectors",
    text: spectrometerText)

  static let spectrometerText = extended(na64e2018, by: upstream)

  static let upstream = """
    {
      "name": "na64e_spectrometer_2018",
      "title": "NA64e 2016-2018, 100 GeV electrons, with magnets and SRD",
      "citations": {
        "magnets": "7 T m in all, 21 mrad at 100 GeV: NA64, PRD 97 (2018) 072002; two dipoles of 2 m and 1.75 T [assumption: the split and hard edges]; between z = -18 m and -13.3 m (published alignment of the tracker: two pairs of Micromegas at -19.7 m and -18.1 m in front of them) [assumption: 0.5 m between the two]; aperture 500 x 140 mm [assumption]",
        "vessel": "vacuum from the magnets to 0.2 m in front of the SRD, Mylar windows of 0.2 mm [assumption: size, length and windows]",
        "SRD": "three modules of 200 x (0.08 mm Pb + 1 mm Sc), 216 mm: NA64, PRD 97 (2018) 072002; S. Gninenko, LDW2019; side by side in the fan of synchrotron photons, 60 mm from the deflected beam, 40 mm wide and 60 mm high [assumption: chosen so that a module sees about 13 MeV of the 155 MeV that are radiated, the mean of 2022 data]; calibration: visible share of the deposit, 2 to 40 MeV photons, measured with this library",
        "beam": "{\\"position_mm\\": [-72.4103, 0, -19000], \\"direction\\": [0.0209870, 0, 0.9997798]} [calculated: 100 GeV arrives at x = 0 along z]"
      },
      "world": {"material": "air", "size_mm": [2000, 2000, 44000]},
      "fields": [
        {"name": "MBPL1", "kind": "dipole", "field_T": [0, -1.75, 0], "length_mm": 2000,
         "aperture_mm": [500, 140], "position_mm": [0, 0, -16800]},
        {"name": "MBPL2", "kind": "dipole", "field_T": [0, -1.75, 0], "length_mm": 2000,
         "aperture_mm": [500, 140], "position_mm": [0, 0, -14300]}
      ],
      "volumes": [
        {"name": "window_up", "shape": "box", "material": "Mylar", "size_mm": [500, 140, 0.2],
         "position_mm": [120, 0, -18050.1]},
        {"name": "vessel", "shape": "box", "material": "vacuum", "size_mm": [500, 140, 15150],
         "position_mm": [120, 0, -10475]},
        {"name": "window_down", "shape": "box", "material": "Mylar", "size_mm": [500, 140, 0.2],
         "position_mm": [120, 0, -2899.9]},
        {"name": "SRD0", "shape": "layered_calorimeter", "layers": 200,
         "slabs": [{"material": "Pb", "thickness_mm": 0.08}, {"material": "polystyrene", "thickness_mm": 1}],
         "size_mm": [40, 60], "position_mm": [80, 0, -2600], "sensitive": {"name": "srd0", "slab": 1}},
        {"name": "SRD1", "shape": "layered_calorimeter", "layers": 200,
         "slabs": [{"material": "Pb", "thickness_mm": 0.08}, {"material": "polystyrene", "thickness_mm": 1}],
         "size_mm": [40, 60], "position_mm": [121, 0, -2600], "sensitive": {"name": "srd1", "slab": 1}},
        {"name": "SRD2", "shape": "layered_calorimeter", "layers": 200,
         "slabs": [{"material": "Pb", "thickness_mm": 0.08}, {"material": "polystyrene", "thickness_mm": 1}],
         "size_mm": [40, 60], "position_mm": [162, 0, -2600], "sensitive": {"name": "srd2", "slab": 1}}
      ],
      "calibration": {"srd0": 0.63, "srd1": 0.63, "srd2": 0.63},
      "groups": {"srd": ["srd0", "srd1", "srd2"]}
    }
    """
}
