extension Presets {
  /// Published 90 % CL upper limits on ε of an invisibly decaying A′ (bremsstrahlung production only),
  /// digitised from the figures of the papers; good to a few per cent.
  static let published: [Entry] = [
    Entry(
      name: "NA64 2017", title: "A' -> invisible, 2.75e9 electrons on target; read from a log axis",
      text: """
        {"name": "NA64 2017", "citation": "PRL 118 (2017) 011802, 2.75e9 electrons on target; read from a log axis, coarse; digitised", "quantity": "epsilon", "confidence_level": 0.9,
         "mass_GeV": [0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.0167, 0.02, 0.03, 0.05, 0.07, 0.1,
         0.15, 0.2, 0.3, 0.4],
         "epsilon": [1.000e-04, 1.158e-04, 1.365e-04, 1.781e-04, 2.197e-04, 2.824e-04, 4.261e-04,
         4.925e-04, 7.047e-04, 1.136e-03, 1.577e-03, 2.256e-03, 3.460e-03, 4.687e-03,
         7.398e-03, 1.000e-02]}
        """),
    Entry(
      name: "NA64 2018", title: "A' -> invisible, 4.3e10 electrons on target",
      text: """
        {"name": "NA64 2018", "citation": "PRD 97 (2018) 072002, 4.3e10 electrons on target; digitised", "quantity": "epsilon", "confidence_level": 0.9,
         "mass_GeV": [0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.0167, 0.02, 0.03, 0.05, 0.07, 0.1,
         0.15, 0.2, 0.3, 0.4],
         "epsilon": [1.750e-05, 2.461e-05, 3.220e-05, 4.683e-05, 6.099e-05, 8.188e-05, 1.287e-04,
         1.522e-04, 2.257e-04, 3.857e-04, 5.647e-04, 8.701e-04, 1.482e-03, 2.227e-03,
         4.164e-03, 6.743e-03]}
        """),
    Entry(
      name: "NA64 2019", title: "A' -> invisible, 2.84e11 electrons on target",
      text: """
        {"name": "NA64 2019", "citation": "PRL 123 (2019) 121801, 2.84e11 electrons on target; digitised", "quantity": "epsilon", "confidence_level": 0.9,
         "mass_GeV": [0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.0167, 0.02, 0.03, 0.05, 0.07, 0.1,
         0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.95],
         "epsilon": [7.544e-06, 9.873e-06, 1.282e-05, 1.869e-05, 2.446e-05, 3.302e-05, 5.224e-05,
         6.185e-05, 9.185e-05, 1.565e-04, 2.275e-04, 3.462e-04, 5.768e-04, 8.483e-04,
         1.516e-03, 2.352e-03, 3.357e-03, 5.875e-03, 9.943e-03]}
        """),
  ]
}
