import Core

/// {"kind": "dark_photon"}: a vector that mixes with the photon, ε e for every charged particle.
public struct DarkPhotonModel: MediatorModel {
  public static let kind = "dark_photon"
  public let epsilon: Double
  public let part: MediatorPart
  public let bremsstrahlung: BremsstrahlungSettings

  public init(card: inout Card) throws {
    let mass = try Self.mass(&card)
    let isGiven = card.optional("epsilon") != nil
    epsilon = try card.number("epsilon", default: 1, in: Self.couplingRange)
    let matter = try DarkMatter.fromCard(&card, mediatorMass_GeV: mass)
    part = try MediatorPart(
      name: "A'", mediator: .darkPhoton(mass_GeV: mass, epsilon: epsilon, darkMatter: matter),
      couplingIsGiven: isGiven, card: &card)
    bremsstrahlung = try BremsstrahlungSettings(card: &card)
  }

  public var parameters: JSON {
    .object(
      [
        JSON.Member("mass_GeV", .number(mediator.mass_GeV)),
        JSON.Member("epsilon", .number(epsilon)),
      ] + bremsstrahlung.members + part.parameters)
  }
}
