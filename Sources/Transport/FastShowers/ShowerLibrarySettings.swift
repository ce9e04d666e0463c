import Core

/// How a library of showers is made. Part of the run card.
public struct ShowerLibrarySettings: Equatable, Sendable {
  /// Lowest energies that are recorded; softer particles are followed in full.
  public var lowestPhoton_GeV = 0.2e-3
  public var lowestElectron_GeV = 1e-3
  /// Ratio of neighbouring energies; a shower in between is one of either side, its energy scaled.
  public var energyRatio = 1.5
  /// Showers per energy: as many as this energy pays for, within the limits.
  public var energyPerGroup_GeV = 200.0
  public var fewestShowers = 64
  public var mostShowers = 384
  public var seed: UInt64 = 1

  public init() {}

  public init(card: inout Card) throws {
    energyRatio = try card.number("energy_ratio", default: energyRatio, in: 1.05...3)
    energyPerGroup_GeV = try card.number(
      "energy_per_group_GeV", default: energyPerGroup_GeV, in: 1...1e6, dimension: "energy")
    fewestShowers = try card.integer("fewest_showers", default: fewestShowers, in: 8...100_000)
    mostShowers = try card.integer("most_showers", default: mostShowers, in: 8...100_000)
    seed = UInt64(try card.integer("library_seed", default: 1, in: 0...(1 << 52)))
    guard fewestShowers <= mostShowers else {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("fewest_showers")) = \(fewestShowers) is above \(card.pathOf("most_showers")) = "
          + "\(mostShowers). Lower it.")
    }
  }

  public var members: [JSON.Member] {
    [
      JSON.Member("energy_ratio", .number(energyRatio)),
      JSON.Member("energy_per_group_GeV", .number(energyPerGroup_GeV)),
      JSON.Member("fewest_showers", .number(Double(fewestShowers))),
      JSON.Member("most_showers", .number(Double(mostShowers))),
      JSON.Member("library_seed", .number(Double(seed))),
    ]
  }

  func showerCount(energy_GeV: Double) -> Int {
    min(max(Int(min(energyPerGroup_GeV / energy_GeV, 1e6)), fewestShowers), mostShowers)
  }
}
