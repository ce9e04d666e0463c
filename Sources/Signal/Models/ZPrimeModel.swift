import Core

/// {"kind": "z_prime_mu_tau"}: the gauge boson of L_μ − L_τ, coupling g to muons, taus and their neutrinos.
public struct ZPrimeModel: MediatorModel {
  public static let kind = "z_prime_mu_tau"
  public let coupling: Double
  public let part: MediatorPart
  public let bremsstrahlung: BremsstrahlungSettings

  public init(card: inout Card) throws {
    let mass = try Self.mass(&card)
    let isGiven = card.optional("coupling") != nil
    coupling = try card.number("coupling", default: 1, in: Self.couplingRange)
    var mediator = try Mediator(
      kind: .vector, mass_GeV: mass, muonCoupling: coupling, tauCoupling: coupling,
      neutrinoCouplingSquared: 2 * coupling * coupling,
      darkMatter: try DarkMatter.fromCard(&card, mediatorMass_GeV: mass))
    mediator.muonTauLoopCoupling = coupling
    part = try MediatorPart(
      name: "Z'", mediator: mediator, couplingIsGiven: isGiven, card: &card)
    bremsstrahlung = try BremsstrahlungSettings(card: &card)
  }

  public var parameters: JSON {
    .object(
      [
        JSON.Member("mass_GeV", .number(mediator.mass_GeV)),
        JSON.Member("coupling", .number(coupling)),
      ] + bremsstrahlung.members + part.parameters)
  }
}
