extension Presets {
  /// Published 90 % CL exclusions that are islands or contours, digitised from the figures of the papers.
  /// "kind": "island" has a lower and an upper edge per mass, "contour" is a closed line of points.
  static let publishedIslands: [Entry] = [
    Entry(
      name: "NA64 visible 2018", title: "A' -> e+e-, 5.4e10 electrons on target",
      text: """
        {"name": "NA64 visible 2018", "citation": "PRL 120 (2018) 231802, 5.4e10 electrons on target; digitised", "kind": "island", "quantity": "epsilon", "confidence_level": 0.9,
         "mass_GeV": [0.0015, 0.002, 0.003, 0.005, 0.007, 0.01, 0.012, 0.015, 0.0167, 0.018, 0.02],
         "lower": [9.308e-05, 9.378e-05, 9.572e-05, 0.0001005, 0.0001057, 0.0001145, 0.0001213,
         0.0001342, 0.0001438, 0.0001532, 0.0001763],
         "upper": [0.006349, 0.004728, 0.00306, 0.001712, 0.001141, 0.0007237, 0.0005657, 0.0004118,
         0.0003509, 0.0003126, 0.0002558]}
        """),
    Entry(
      name: "NA64 visible 2020", title: "A' -> e+e-, 8.4e10 electrons on target",
      text: """
        {"name": "NA64 visible 2020", "citation": "PRD 101 (2020) 071101, 8.4e10 electrons on target; digitised", "kind": "island", "quantity": "epsilon", "confidence_level": 0.9,
         "mass_GeV": [0.0015, 0.002, 0.003, 0.005, 0.007, 0.01, 0.012, 0.015, 0.0167, 0.018, 0.02,
         0.022, 0.023, 0.024],
         "lower": [8.443e-05, 8.575e-05, 8.748e-05, 9.029e-05, 9.336e-05, 9.885e-05, 0.0001034,
         0.0001119, 0.0001181, 0.0001237, 0.0001348, 0.0001508, 0.0001628, 0.0001817],
         "upper": [0.01307, 0.01107, 0.006847, 0.003502, 0.002241, 0.001392, 0.001083, 0.0007844,
         0.000662, 0.0005838, 0.0004806, 0.0003893, 0.0003444, 0.0002952]}
        """),
    Entry(
      name: "NA64 ALP 2020", title: "a -> photons, 2.84e11 electrons on target",
      text: """
        {"name": "NA64 ALP 2020", "citation": "PRL 125 (2020) 081801, 2.84e11 electrons on target; digitisation collected by C. O'Hare (AxionLimits)", "kind": "contour", "quantity": "g_a_gamma_gamma_per_GeV", "confidence_level": 0.9,
         "mass_GeV": [0.00099, 0.00528, 0.01656, 0.03444, 0.03923, 0.04469, 0.0494, 0.053, 0.05461,
         0.05461, 0.0538, 0.05168, 0.0456, 0.03826, 0.03292, 0.02832, 0.02306, 0.01896, 0.01623,
         0.01329, 0.01143, 0.003],
         "coupling": [0.000256, 0.000239, 0.000231, 0.000224, 0.000221, 0.000227, 0.00023, 0.000244,
         0.000277, 0.000336, 0.000373, 0.00047, 0.000768, 0.0013, 0.00205, 0.00309, 0.0056, 0.00926,
         0.0136, 0.0217, 0.0303, 1]}
        """),
  ]
}
