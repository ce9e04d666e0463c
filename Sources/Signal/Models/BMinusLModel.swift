import Core

/// {"kind": "b_minus_l"}: the gauge boson of B − L, coupling g: −g for leptons, g/3 for quarks.
public struct BMinusLModel: MediatorModel {
  public static let kind = "b_minus_l"
  public let coupling: Double
  public let mediator: Mediator
  public let bremsstrahlung: BremsstrahlungSettings

  public init(card: inout Card) throws {
    let mass = try Self.mass(&card)
    coupling = try card.number("coupling", default: 1, in: Self.couplingRange)
    mediator = try .baryonMinusLepton(mass_GeV: mass, coupling: coupling)
    bremsstrahlung = try BremsstrahlungSettings(card: &card)
  }

  public var parameters: JSON {
    .object(
      [
        JSON.Member("mass_GeV", .number(mediator.mass_GeV)),
        JSON.Member("coupling", .number(coupling)),
      ] + bremsstrahlung.members)
  }
}
