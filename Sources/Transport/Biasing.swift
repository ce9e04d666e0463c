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
  /// Decays in a stretch of the beam line, instead of factors.
  public var forcedDecay: ForcedDecay?
  /// Interactions with chosen products, instead of waiting for them.
  public var favouredProducts: FavouredProducts?

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
    forcedDecay = try card.optional("forced_decay").map {
      try ForcedDecay(json: $0, path: card.pathOf("forced_decay"))
    }
    favouredProducts = try card.optional("favoured_products").map {
      try FavouredProducts(json: $0, path: card.pathOf("favoured_products"))
    }
    try card.finish()
    guard forcedDecay == nil || (muonDecay == 1 && hadronDecay == 1) else {
      throw HermeticError(
        .configuration,
        "\(path).forced_decay is given with muon_decay or hadron_decay (one law of lives at a time). "
          + "Leave the factors out.")
    }
  }

  public var json: JSON {
    var members = [
      JSON.Member("gamma_to_muons", .number(gammaToMuons)),
      JSON.Member("positron_to_muons", .number(positronToMuons)),
      JSON.Member("muon_photonuclear", .number(muonPhotonuclear)),
      JSON.Member("muon_decay", .number(muonDecay)),
      JSON.Member("photonuclear", .number(photonuclear)),
      JSON.Member("photonuclear_minimum_energy_GeV", .number(photonuclearMinimumEnergy_GeV)),
      JSON.Member("hadron_decay", .number(hadronDecay)),
      JSON.Member("hadron_inelastic", .number(hadronInelastic)),
      JSON.Member("hadron_minimum_energy_GeV", .number(hadronMinimumEnergy_GeV)),
    ]
    if let forcedDecay { members.append(JSON.Member("forced_decay", forcedDecay.json)) }
    if let favouredProducts { members.append(JSON.Member("favoured_products", favouredProducts.json)) }
    return .object(members)
  }
}
