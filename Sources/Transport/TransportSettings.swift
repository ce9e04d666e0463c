import Core

/// The knobs of electromagnetic transport. Each is part of the run card, and each has a test that shows
/// how the results depend on it.
public struct TransportSettings: Equatable, Sendable {
  /// Production threshold for δ rays and bremsstrahlung photons, as a range.
  public var rangeCut_mm = 0.7
  /// An electron below this kinetic energy whose range ends inside its present volume or slab is
  /// deposited there without being followed. The deposit per slab is exact but for the bremsstrahlung
  /// that it would still have radiated. 0 switches it off.
  public var rangeRejection_GeV = 0.5e-3
  /// Largest fraction of the residual range in one step.
  public var rangeFraction = 0.2
  /// Steps shorter than this are not forced by `rangeFraction`.
  public var finalRange_mm = 0.1
  /// Largest step in transport mean free paths of elastic scattering.
  public var scatteringFraction = 0.3
  /// Charged particles below it stop where they are.
  public var lowestKineticEnergy_GeV = 1e-6
  /// Photons are followed through layered calorimeters by Woodcock's method (exact) or from boundary to
  /// boundary.
  public var woodcockTracking = true

  public init() {}

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    rangeCut_mm = try card.number(
      "range_cut_mm", default: rangeCut_mm, in: 1e-3...100, dimension: "length")
    rangeRejection_GeV = try card.number(
      "range_rejection_GeV", default: rangeRejection_GeV, in: 0...0.1, dimension: "energy")
    rangeFraction = try card.number("range_fraction", default: rangeFraction, in: 0.01...1)
    finalRange_mm = try card.number(
      "final_range_mm", default: finalRange_mm, in: 1e-4...10, dimension: "length")
    scatteringFraction = try card.number(
      "scattering_fraction", default: scatteringFraction, in: 0.01...5)
    lowestKineticEnergy_GeV = try card.number(
      "lowest_kinetic_energy_GeV", default: lowestKineticEnergy_GeV, in: 1e-6...1e-2,
      dimension: "energy")
    woodcockTracking = try card.bool("woodcock_tracking", default: woodcockTracking)
    try card.finish()
  }

  public var json: JSON {
    [
      "range_cut_mm": .number(rangeCut_mm), "range_rejection_GeV": .number(rangeRejection_GeV),
      "range_fraction": .number(rangeFraction), "final_range_mm": .number(finalRange_mm),
      "scattering_fraction": .number(scatteringFraction),
      "lowest_kinetic_energy_GeV": .number(lowestKineticEnergy_GeV),
      "woodcock_tracking": .bool(woodcockTracking),
    ]
  }
}
