import Core

/// Importance splitting and Russian roulette: tracks carry weights, sums with weights keep their mean.
///
/// - A hadron or muon above `minimumEnergy_GeV` that passes one of the planes z = start + k · spacing (world's frame) forwards
///   becomes `factor` hadrons with 1/factor of its weight each, which go on independently.
/// - Secondaries below `rouletteBelow_GeV` go on with the chance `survival`, and then with 1/survival of the weight. The
///   energy that this takes out of or puts into an event is `EventTally.roulette_GeV`: energy closes with it.
///
/// A good spacing is ln(factor) interaction lengths: the number of tracks then stays about constant with depth.
public struct Splitting: Equatable, Sendable {
  public var factor = 1
  public var start_mm = 0.0
  public var spacing_mm = 100.0
  /// Planes end here.
  public var end_mm = 1e9
  public var minimumEnergy_GeV = 10.0
  public var rouletteBelow_GeV = 0.0
  public var survival = 1.0

  public init() {}

  public var isOn: Bool { factor > 1 }
  public var isActive: Bool { isOn || hasRoulette }
  public var hasRoulette: Bool { survival < 1 && rouletteBelow_GeV > 0 }

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    factor = try card.integer("factor", default: 1, in: 1...16)
    start_mm = try card.number("start_mm", default: 0, in: -1e6...1e6, dimension: "length")
    spacing_mm = try card.number("spacing_mm", default: 100, in: 1...1e6, dimension: "length")
    end_mm = try card.number("end_mm", default: 1e9, in: -1e6...1e9, dimension: "length")
    minimumEnergy_GeV = try card.number(
      "minimum_energy_GeV", default: 10, in: 0...1e4, dimension: "energy")
    rouletteBelow_GeV = try card.number(
      "roulette_below_GeV", default: 0, in: 0...1e4, dimension: "energy")
    survival = try card.number("survival", default: 1, in: 1e-6...1)
    try card.finish()
  }

  public var json: JSON {
    [
      "factor": .number(Double(factor)), "start_mm": .number(start_mm), "spacing_mm": .number(spacing_mm),
      "end_mm": .number(end_mm), "minimum_energy_GeV": .number(minimumEnergy_GeV),
      "roulette_below_GeV": .number(rouletteBelow_GeV), "survival": .number(survival),
    ]
  }

  /// Number of planes below z.
  @inline(__always) func level(_ z_mm: Double) -> Int {
    let x = (min(z_mm, end_mm) - start_mm) / spacing_mm
    return x < 0 ? 0 : Int(min(x, 1e4)) + 1
  }
}
