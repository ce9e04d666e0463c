import Core

/// The knobs of electromagnetic transport. Each is part of the run card, and each has a test that shows
/// how the results depend on it.
public struct TransportSettings: Equatable, Sendable {
  /// Production threshold for δ rays and bremsstrahlung photons, as a range.
  public var rangeCut_mm = 0.7
  /// An electron below this kinetic energy that cannot reach a boundary is not followed: it radiates and
  /// comes to rest on the spot. "Cannot" is a range corrected for detours (`FlightCell.reach_mm`); the
  /// energy wrongly kept is below 0.1 % of what such electrons carry. 0 switches it off.
  public var rangeRejection_GeV = 2e-3
  /// Soft electrons scatter in collective collisions. With 1 one of them stands for as many elastic ones as
  /// a mean free path can hold while both moments of the deflection are right; larger values make them
  /// fewer and wider, and keep the first.
  public var collisionGrouping = 3.0
  /// Mean free path of collective collisions far from boundaries, in units of the distance to the nearest.
  public var safetyFraction = 0.5
  /// Condensed steps of fast electrons: largest fraction of the residual range.
  public var rangeFraction = 0.2
  /// Condensed steps of fast electrons: largest length in transport mean free paths of elastic scattering.
  public var scatteringFraction = 0.3
  /// Charged particles below it stop where they are.
  public var lowestKineticEnergy_GeV = 1e-6
  /// Photons are followed through layered calorimeters by Woodcock's method (exact) or from boundary to
  /// boundary.
  public var woodcockTracking = true
  /// Synchrotron photons are made from this energy on; infinite: none.
  public var synchrotronMinimumEnergy_GeV = 1e-6
  /// In magnetic fields chords stay this close to the curve.
  public var fieldSagitta_mm = 0.01
  public var hadrons = HadronSettings()
  public var splitting = Splitting()

  /// Rare processes made more frequent, with weights.
  public var biasing = Biasing()

  public init() {}

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    rangeCut_mm = try card.number(
      "range_cut_mm", default: rangeCut_mm, in: 1e-3...100, dimension: "length")
    rangeRejection_GeV = try card.number(
      "range_rejection_GeV", default: rangeRejection_GeV, in: 0...0.1, dimension: "energy")
    rangeFraction = try card.number("range_fraction", default: rangeFraction, in: 0.01...1)
    collisionGrouping = try card.number(
      "collision_grouping", default: collisionGrouping, in: 1...10)
    safetyFraction = try card.number("safety_fraction", default: safetyFraction, in: 0...2)
    scatteringFraction = try card.number(
      "scattering_fraction", default: scatteringFraction, in: 0.01...5)
    lowestKineticEnergy_GeV = try card.number(
      "lowest_kinetic_energy_GeV", default: lowestKineticEnergy_GeV, in: 1e-6...1e-2,
      dimension: "energy")
    woodcockTracking = try card.bool("woodcock_tracking", default: woodcockTracking)
    biasing = try card.optional("biasing").map { try Biasing(json: $0, path: path + ".biasing") } ?? Biasing()
    if card.optional("synchrotron") == .bool(false) {
      synchrotronMinimumEnergy_GeV = .infinity
    } else if var inner = try card.card("synchrotron") {
      synchrotronMinimumEnergy_GeV = try inner.number(
        "minimum_energy_GeV", default: synchrotronMinimumEnergy_GeV, in: 1e-9...1, dimension: "energy")
      try inner.finish()
    }
    fieldSagitta_mm = try card.number(
      "field_sagitta_mm", default: fieldSagitta_mm, in: 1e-6...1, dimension: "length")
    hadrons =
      try card.optional("hadrons").map { try HadronSettings(json: $0, path: card.pathOf("hadrons")) }
      ?? HadronSettings()
    splitting =
      try card.optional("splitting").map { try Splitting(json: $0, path: card.pathOf("splitting")) }
      ?? Splitting()
    guard biasing.forcedDecay == nil || !splitting.isOn else {
      throw HermeticError(
        .configuration,
        "\(path).biasing.forced_decay is given with \(path).splitting (copies of a particle draw lives of their own). "
          + "Use one of them.")
    }
    try card.finish()
  }

  public var json: JSON {
    [
      "range_cut_mm": .number(rangeCut_mm), "range_rejection_GeV": .number(rangeRejection_GeV),
      "collision_grouping": .number(collisionGrouping), "safety_fraction": .number(safetyFraction),
      "range_fraction": .number(rangeFraction),
      "scattering_fraction": .number(scatteringFraction),
      "lowest_kinetic_energy_GeV": .number(lowestKineticEnergy_GeV),
      "woodcock_tracking": .bool(woodcockTracking), "biasing": biasing.json,
      "synchrotron": synchrotronMinimumEnergy_GeV < .infinity
        ? ["minimum_energy_GeV": .number(synchrotronMinimumEnergy_GeV)] : .bool(false),
      "field_sagitta_mm": .number(fieldSagitta_mm),
      "hadrons": hadrons.json, "splitting": splitting.json,
    ]
  }
}
