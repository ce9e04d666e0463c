import Core

/// Rare processes made more frequent, one declared factor each; 1 leaves nature alone.
///
/// Every event carries one weight, the ratio of its probability in nature to that in the run
/// (`EventTally.weight`): any sum over events, with weights, has the mean it has without biasing. An event is
/// still a possible event of nature, and its energy closes.
///
/// - A photon above the threshold becomes a muon pair at an interaction with probability p′ = B p (at most ½)
///   instead of p: the weight is multiplied by p/p′ then, and by (1 − p)/(1 − p′) when it does not. Positrons
///   likewise.
/// - A muon has photonuclear interactions at B times the rate Σ: e^{(B−1)Σs} for a path s without one, 1/B for
///   each. Decays in flight likewise, with the proper time in units of the mean life for Σs.
///
/// Factors so large that several biased things happen in an event make weights that differ much: the effective
/// number of events tells.
public struct Biasing: Equatable, Sendable {
  public var gammaToMuons = 1.0
  public var positronToMuons = 1.0
  public var muonPhotonuclear = 1.0
  public var muonDecay = 1.0
  /// Photons above 0.2 GeV: hadrons instead of another interaction.
  public var photonuclear = 1.0
  /// Photons below it are left alone: a shower has thousands of soft ones, whose weights would differ much.
  public var photonuclearMinimumEnergy_GeV = 0.0
  /// Decays in flight of π±, K and Λ above `hadronMinimumEnergy_GeV`.
  public var hadronDecay = 1.0
  /// Inelastic cross section of hadrons above `hadronMinimumEnergy_GeV`.
  public var hadronInelastic = 1.0
  public var hadronMinimumEnergy_GeV = 10.0

  var biasesHadrons: Bool { hadronDecay != 1 || hadronInelastic != 1 }

  public init() {}

  public var isOn: Bool { self != Biasing() }

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    gammaToMuons = try card.number("gamma_to_muons", default: 1, in: 1e-3...1e7)
    positronToMuons = try card.number("positron_to_muons", default: 1, in: 1e-3...1e7)
    muonPhotonuclear = try card.number("muon_photonuclear", default: 1, in: 1e-3...1e7)
    muonDecay = try card.number("muon_decay", default: 1, in: 1e-3...1e9)
    photonuclear = try card.number("photonuclear", default: 1, in: 1e-3...1e7)
    photonuclearMinimumEnergy_GeV = try card.number(
      "photonuclear_minimum_energy_GeV", default: 0, in: 0...1e4, dimension: "energy")
    hadronDecay = try card.number("hadron_decay", default: 1, in: 1e-3...1e9)
    hadronInelastic = try card.number("hadron_inelastic", default: 1, in: 1e-3...1e3)
    hadronMinimumEnergy_GeV = try card.number(
      "hadron_minimum_energy_GeV", default: 10, in: 0...1e4, dimension: "energy")
    try card.finish()
  }

  public var json: JSON {
    [
      "gamma_to_muons": .number(gammaToMuons), "positron_to_muons": .number(positronToMuons),
      "muon_photonuclear": .number(muonPhotonuclear), "muon_decay": .number(muonDecay),
      "photonuclear": .number(photonuclear),
      "photonuclear_minimum_energy_GeV": .number(photonuclearMinimumEnergy_GeV),
      "hadron_decay": .number(hadronDecay),
      "hadron_inelastic": .number(hadronInelastic),
      "hadron_minimum_energy_GeV": .number(hadronMinimumEnergy_GeV),
    ]
  }
}
