/// What a beam carries besides its own particles: shares per particle of the beam's kind, cited where a public source
/// says them.
struct Admixture {
  let composition: String
  let source: String
  let assumption: String

  var text: String {
    "{\"composition\": \(composition), \"source\": \"\(source)\", \"assumption\": \"\(assumption)\"}"
  }

  /// Muons from pions that decay in flight: L/(gamma beta c tau) = 0.11 of those of 100 GeV along some 600 m of beam line, all
  /// taken to stay in it.
  private static let muons = "muons: a tenth of the pions, those that decay along some 600 m of beam line"

  static let electrons = Admixture(
    composition: "{\"e-\": 1, \"pi-\": 0.01, \"mu-\": 0.001}",
    source: "pi/e- at most 1e-2 in H4: NA64 EPPSU input 2018, taken as 1e-2", assumption: muons)

  static let electrons2022 = Admixture(
    composition: "{\"e-\": 1, \"pi-\": 0.003, \"mu-\": 0.0003}",
    source: "hadrons in H4 at 100 GeV: arXiv:2305.19411", assumption: "pi/e- = 0.3 % is recalled; \(muons)")

  static let positrons = Admixture(
    composition: "{\"e+\": 1, \"pi+\": 0.03, \"p\": 0.01, \"mu+\": 0.003}",
    source: "hadrons in H4 at 100 GeV: arXiv:2305.19411",
    assumption: "hadrons/e+ = 4 % is recalled, three quarters pions; \(muons)")

  static let muons160 = Admixture(
    composition: "{\"mu-\": 1, \"pi-\": 1e-6, \"K-\": 3e-8}",
    source: "M2: pi/mu about 1e-6, K/pi about 0.03: S. Gninenko, LDW2019", assumption: "none")

  static let pions = Admixture(
    composition: "{\"pi-\": 1}", source: "none public",
    assumption: "kaons, antiprotons, electrons and muons of the beam are left out")
}
