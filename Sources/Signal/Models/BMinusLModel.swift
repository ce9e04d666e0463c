import Core

/// {"kind": "b_minus_l"}: the gauge boson of B − L, coupling g: −g for leptons, g/3 for quarks; "neutrinos" are
/// "left_handed" (default) or "dirac", which doubles the invisible width.
public struct BMinusLModel: MediatorModel {
  public static let kind = "b_minus_l"
  public let coupling: Double
  public let diracNeutrinos: Bool
  public let part: MediatorPart
  public let bremsstrahlung: BremsstrahlungSettings

  public init(card: inout Card) throws {
    let mass = try Self.mass(&card)
    let isGiven = card.optional("coupling") != nil
    coupling = try card.number("coupling", default: 1, in: Self.couplingRange)
    let neutrinos = try card.string("neutrinos", default: "left_handed")
    guard neutrinos == "left_handed" || neutrinos == "dirac" else {
      throw HermeticError.notFound("neutrinos", neutrinos, known: ["left_handed", "dirac"])
    }
    diracNeutrinos = neutrinos == "dirac"
    let matter = try DarkMatter.fromCard(&card, mediatorMass_GeV: mass)
    part = try MediatorPart(
      name: "Z'",
      mediator: .baryonMinusLepton(
        mass_GeV: mass, coupling: coupling, diracNeutrinos: diracNeutrinos, darkMatter: matter),
      couplingIsGiven: isGiven, card: &card)
    bremsstrahlung = try BremsstrahlungSettings(card: &card)
  }

  public var parameters: JSON {
    .object(
      [
        JSON.Member("mass_GeV", .number(mediator.mass_GeV)),
        JSON.Member("coupling", .number(coupling)),
        JSON.Member("neutrinos", .string(diracNeutrinos ? "dirac" : "left_handed")),
      ] + bremsstrahlung.members + part.parameters)
  }
}
