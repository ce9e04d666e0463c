import Core

/// {"kind": "protophobic_vector"}: a vector without coupling to protons, such as the X17.
///
/// "epsilon" is the electron's coupling and "neutron_epsilon" the neutron's, both in units of e; muons do
/// not couple. Of the nucleus only the charge is used: emission by its neutrons is not included.
public struct ProtophobicModel: MediatorModel {
  public static let kind = "protophobic_vector"
  public let epsilon: Double
  public let neutronEpsilon: Double
  public let part: MediatorPart
  public let bremsstrahlung: BremsstrahlungSettings

  public init(card: inout Card) throws {
    let mass = try Self.mass(&card)
    let isGiven = card.optional("epsilon") != nil
    epsilon = try card.number("epsilon", default: 1, in: Self.couplingRange)
    neutronEpsilon = try card.number("neutron_epsilon", default: 0, in: 0...100)
    part = try MediatorPart(
      name: "X",
      mediator: .protophobic(
        mass_GeV: mass, electronCharge: epsilon, neutronCharge: neutronEpsilon),
      couplingIsGiven: isGiven, card: &card)
    bremsstrahlung = try BremsstrahlungSettings(card: &card)
  }

  public var parameters: JSON {
    .object(
      [
        JSON.Member("mass_GeV", .number(mediator.mass_GeV)),
        JSON.Member("epsilon", .number(epsilon)),
        JSON.Member("neutron_epsilon", .number(neutronEpsilon)),
      ] + bremsstrahlung.members + part.parameters)
  }
}
