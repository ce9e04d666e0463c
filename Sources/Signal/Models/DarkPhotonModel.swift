import Core

/// {"kind": "dark_photon"}: a vector that mixes with the photon, ε e for every charged particle.
public struct DarkPhotonModel: MediatorModel {
  public static let kind = "dark_photon"
  public let epsilon: Double
  public let mediator: Mediator
  public let bremsstrahlung: BremsstrahlungSettings

  public init(card: inout Card) throws {
    let mass = try Self.mass(&card)
    epsilon = try card.number("epsilon", default: 1, in: Self.couplingRange)
    mediator = try .darkPhoton(mass_GeV: mass, epsilon: epsilon)
    bremsstrahlung = try BremsstrahlungSettings(card: &card)
  }

  public var parameters: JSON {
    .object(
      [
        JSON.Member("mass_GeV", .number(mediator.mass_GeV)),
        JSON.Member("epsilon", .number(epsilon)),
      ] + bremsstrahlung.members)
  }
}
