extension Presets {
  /// Cards of `hermetic_limit_couplings`: published counts and exposures, yields of this library. What makes the
  /// yields: examples/python/coupling_yields.py and the NA64e study.
  static let couplings: [Entry] =
    [
      Entry(
        name: "na64e_2016_2018", title: "A' -> invisible, 2.84e11 electrons, published efficiencies",
        text: na64eInvisible),
      Entry(
        name: "na64mu_2022", title: "Z' of L_mu - L_tau, 1.98e10 muons; efficiency 0.1 unverified",
        text: na64mu2022),
      Entry(
        name: "na64h_2024_eta", title: "eta -> invisible, 2.9e9 pions; charge exchange as in Geant4",
        text: na64hEta),
      Entry(
        name: "na64h_2024_eta_prime", title: "eta' -> invisible, 2.9e9 pions; charge exchange as in Geant4",
        text: na64hEtaPrime),
    ] + visibleCouplings

  /// Exposures, counts: see `Presets+Analyses`. Efficiencies: totals 0.69 -> 0.55 (2016) and 0.53 -> 0.48 (2018, also
  /// used for 2017 [assumption]) between 1 MeV and 0.3 GeV, S. Gninenko, LDW2019; linear in ln m between [assumption].
  /// Yields per electron at ε = 1: bremsstrahlung in simulated showers, `make study` (README table, 1 %).
  private static let na64eInvisible = """
    {"name": "NA64e 2016-2018, published efficiencies", "coupling": "epsilon", "confidence_level": 0.9,
     "mass_GeV": [0.001, 0.002, 0.005, 0.01, 0.0167, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.95],
     "channels": [
      {"name": "2016", "exposure": 4.3e10, "background": 0.0802, "background_error": 0.0257, "observed": 0,
       "efficiency": [0.69, 0.673, 0.6505, 0.6335, 0.6209, 0.6165, 0.594, 0.577, 0.56, 0.55, 0.55, 0.55],
       "yields": [{"per_exposure": [0.23, 0.116, 0.0357, 0.0126, 0.00545, 0.004, 0.000714, 0.000159, 3.04e-05, 1.07e-05, 2.53e-06, 3.02e-07]}],
       "signal_uncertainties": {"eot": 0.05, "cross section": 0.1, "efficiency 2016": 0.13}},
      {"name": "2017", "exposure": 5.4e10, "background": 0.1008, "background_error": 0.0323, "observed": 0,
       "efficiency": [0.53, 0.5239, 0.5159, 0.5098, 0.5053, 0.5037, 0.4957, 0.4896, 0.4836, 0.48, 0.48, 0.48],
       "yields": [{"per_exposure": [0.23, 0.116, 0.0357, 0.0126, 0.00545, 0.004, 0.000714, 0.000159, 3.04e-05, 1.07e-05, 2.53e-06, 3.02e-07]}],
       "signal_uncertainties": {"eot": 0.05, "cross section": 0.1, "efficiency 2017-2018": 0.17}},
      {"name": "2018", "exposure": 1.87e11, "background": 0.349, "background_error": 0.1119, "observed": 0,
       "efficiency": [0.53, 0.5239, 0.5159, 0.5098, 0.5053, 0.5037, 0.4957, 0.4896, 0.4836, 0.48, 0.48, 0.48],
       "yields": [{"per_exposure": [0.23, 0.116, 0.0357, 0.0126, 0.00545, 0.004, 0.000714, 0.000159, 3.04e-05, 1.07e-05, 2.53e-06, 3.02e-07]}],
       "signal_uncertainties": {"eot": 0.05, "cross section": 0.1, "efficiency 2017-2018": 0.17}}]}
    """

  /// 1.98e10 muons, 0.07 ± 0.03 expected, 0 observed: L. Molina Bueno, CPAN 2024, and PRL 132 (2024) 211803. Yields per
  /// 160 GeV muon at g = 1 with p_out < 80 GeV in 22.5 cm of lead and of polystyrene. The efficiency is not in those
  /// sources: 0.1 is a recalled trigger efficiency [unverified]; g scales with its inverse root. Errors: 1 % (muon
  /// count), 10 % cross section.
  private static let na64mu2022 = """
    {"name": "NA64mu 2022", "coupling": "g_Z", "confidence_level": 0.9,
     "mass_GeV": [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1],
     "channels": [
      {"name": "2022", "exposure": 1.98e10, "efficiency": 0.1, "background": 0.07, "background_error": 0.03, "observed": 0,
       "yields": [{"per_exposure": [0.008125, 0.008124, 0.008111, 0.008065, 0.007889, 0.006863, 0.004793, 0.002289, 0.00123, 0.0004622, 0.0002133, 8.209e-05]}],
       "signal_uncertainties": {"mot": 0.01, "cross section": 0.1}}]}
    """

  /// 2.9e9 pions of 50 GeV, 0 observed: PRL 133 (2024) 121803. Mesons per pion in the ECAL's lead (22.5 cm, pion
  /// interaction length 226 g/cm²) with the charge-exchange normalisation of Geant4, uncertain by a factor 2 and more;
  /// efficiency 1 [assumption].
  private static let na64hEta = """
    {"name": "NA64h 2024, eta to invisible", "coupling": "branching fraction", "confidence_level": 0.9,
     "mass_GeV": [0.547862],
     "channels": [
      {"name": "50 GeV pions", "exposure": 2.9e9, "background": 0, "observed": 0,
       "yields": [{"per_exposure": 7.273e-06, "power": 1}]}]}
    """
  private static let na64hEtaPrime = """
    {"name": "NA64h 2024, eta' to invisible", "coupling": "branching fraction", "confidence_level": 0.9,
     "mass_GeV": [0.95778],
     "channels": [
      {"name": "50 GeV pions", "exposure": 2.9e9, "background": 0, "observed": 0,
       "yields": [{"per_exposure": 7.768e-06, "power": 1}]}]}
    """
}
