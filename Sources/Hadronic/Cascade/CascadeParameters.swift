/// The constants of `HadronicCascade` that were chosen by looking at its results.
public struct CascadeParameters: Equatable, Sendable {
  /// Nucleons that would leave with less make a compound nucleus.
  public var capture_GeV = 0.007
  /// Slope of the splitting function (C + 1)(1 − z)^C.
  public var splitting = 1.8
  /// Event-to-event spread of C + 1 (logarithm).
  public var densitySpread = 0.256
  /// Temperature of m_T spectra.
  public var temperature_GeV = 0.12
  /// Formation length per momentum, fm/GeV.
  public var formation_fm_per_GeV = 7.0
  /// The same of members of clusters: a Δ lives 1.7 fm/c, which is 1.4 fm per GeV/c.
  public var clusterFormation_fm_per_GeV = 3.0
  /// Momentum fraction taken by each further collision: this times u^`furtherPower`.
  public var furtherCollision = 0.6
  /// Exponent of the leading meson's (1 − x)^.
  public var leadingMeson = 2.63
  public var leadingKaon = 0.6
  public var leadingBaryon = 0.26
  public var kaonPairs = 0.05
  public var baryonPairs = 0.02
  public var eta = 0.05
  /// Share of π⁰ among pions where charge does not decide.
  public var neutralPions = 0.32
  public var leadingEta = 0.13
  public var hyperons = 0.09
  /// Leading baryons become Λ this much as often as struck ones.
  public var leadingHyperon = 0.6
  /// Kaon pairs of baryon projectiles relative to those of mesons.
  public var baryonKaons = 0.85
  /// Chance that a pion exchanges its charge (ρ, a₂ exchange): π⁰ and η, 2 : 1, with a flat spectrum up to x = 1, as
  /// triple-Regge theory has it, (1 − x)^{1 − 2α}, α = ½ (Field, Fox, Nucl. Phys. B 80 (1974) 367).
  public var chargeExchange = 0.024
  /// Diffraction of the target, per single collision.
  public var diffraction = 0.0335

  /// Leading pions keep their charge more often at low energy: 0.5 + this e^{−s/16 GeV²}.
  public var slowSame = 0.62
  /// Share of diffractive ρ⁰ in photonuclear interactions.
  public var diffractiveRho = 0.12
  /// Struck nucleons keep between this and all of their light-cone momentum, with the leading baryon's (1 − x)^.
  public var leastNucleonShare = 0.03
  /// A produced particle takes at most this share of what is left of the targets' light-cone momentum.
  public var largestShare = 0.614
  /// Formation length of nucleons relative to that of mesons.
  public var nucleonFormation = 0.796
  /// Power of the uniform number in `furtherCollision`.
  public var furtherPower = 0.7
  /// Factor on the quasi-elastic share of collisions inside nuclei.
  public var quasiElastic = 0.88

  public init() {}

  public mutating func set(_ name: String, _ value: Double) -> Bool {
    switch name {
    case "capture": capture_GeV = value
    case "splitting": splitting = value
    case "spread": densitySpread = value
    case "temperature": temperature_GeV = value
    case "clusterFormation": clusterFormation_fm_per_GeV = value
    case "formation": formation_fm_per_GeV = value
    case "further": furtherCollision = value
    case "leadingMeson": leadingMeson = value
    case "leadingKaon": leadingKaon = value
    case "leadingBaryon": leadingBaryon = value
    case "kaonPairs": kaonPairs = value
    case "baryonPairs": baryonPairs = value
    case "neutralPions": neutralPions = value
    case "eta": eta = value
    case "leadingEta": leadingEta = value
    case "hyperons": hyperons = value
    case "leadingHyperon": leadingHyperon = value
    case "baryonKaons": baryonKaons = value
    case "chargeExchange": chargeExchange = value
    case "diffraction": diffraction = value
    case "leastNucleonShare": leastNucleonShare = value
    case "largestShare": largestShare = value
    case "nucleonFormation": nucleonFormation = value
    case "furtherPower": furtherPower = value
    case "slowSame": slowSame = value
    case "quasiElastic": quasiElastic = value
    default: return false
    }
    return true
  }
}
