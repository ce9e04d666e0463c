extension Presets {
  static let analyses: [Entry] = [
    Entry(
      name: "na64e_2016_2018",
      title: "NA64e invisible A', 2.84e11 electrons on target, 2016 (three intensity bins), 2017, 2018",
      text: na64e20162018)
  ]

  /// Electrons on target per period: raw 2.0, 1.5 and 1.0e10 in the three intensity bins of 2016
  /// (M. Kirsanov, PhiPsi 2019), scaled to the published 4.3e10; 5.4e10 in 2017; 2018 is the rest of the
  /// final 2.84e11 (S. Gninenko, LDW2019).
  ///
  /// Efficiency uncertainties: relative errors of the total efficiencies 0.69 ± 0.09 (2016) and
  /// 0.53 ± 0.09 (2018) in the same talk; 2017 uses the values of 2018 [assumption]. Beam counting 5 %.
  ///
  /// Background: 0.53 ± 0.17 for the whole exposure, PRL 123 (2019) 121801 [unverified], shared by
  /// exposure; with 0 observed events the observed limit does not depend on it. Observed: 0.
  private static let na64e20162018 = """
    {"name": "na64e_2016_2018", "confidence_level": 0.9, "periods": [
      {"name": "2016 low intensity", "eot": 1.911e10, "selection": \(selection2016),
       "background": 0.0357, "background_error": 0.0114, "observed": 0,
       "signal_uncertainties": {"eot": 0.05, "efficiency 2016": 0.13}},
      {"name": "2016 medium intensity", "eot": 1.433e10, "selection": \(selection2016),
       "background": 0.0267, "background_error": 0.0086, "observed": 0,
       "signal_uncertainties": {"eot": 0.05, "efficiency 2016": 0.13}},
      {"name": "2016 high intensity", "eot": 0.956e10, "selection": \(selection2016),
       "background": 0.0178, "background_error": 0.0057, "observed": 0,
       "signal_uncertainties": {"eot": 0.05, "efficiency 2016": 0.13}},
      {"name": "2017", "eot": 5.4e10, "selection": \(selection2018),
       "background": 0.1008, "background_error": 0.0323, "observed": 0,
       "signal_uncertainties": {"eot": 0.05, "efficiency 2017-2018": 0.17}},
      {"name": "2018", "eot": 1.87e11, "selection": \(selection2018),
       "background": 0.3490, "background_error": 0.1119, "observed": 0,
       "signal_uncertainties": {"eot": 0.05, "efficiency 2017-2018": 0.17}}
    ]}
    """
}
