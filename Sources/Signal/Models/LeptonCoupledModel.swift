import Core

/// What scalar, pseudoscalar and axial vector share: one coupling to charged leptons, given as "epsilon" in
/// units of e = 0.30282 (default 1) or as "coupling", the g of the Lagrangian. "electron_share" and
/// "muon_share" multiply it for one lepton: 1 for universal couplings, 0 for none.
public struct LeptonCoupling: Equatable, Sendable {
  public let epsilon: Double
  public let electronShare: Double
  public let muonShare: Double
  let isGiven: Bool

  init(card: inout Card, range: ClosedRange<Double>) throws {
    let charge = Mediator.electricCharge()
    let hasCoupling = card.optional("coupling") != nil
    let hasEpsilon = card.optional("epsilon") != nil
    isGiven = hasCoupling || hasEpsilon
    if hasCoupling, hasEpsilon {
      throw HermeticError(
        .configuration,
        "\(card.pathOf("coupling")) and \(card.pathOf("epsilon")) are the same quantity (coupling = e "
          + "epsilon). Give one of them.")
    }
    epsilon =
      hasCoupling
      ? try card.number("coupling", in: range) / charge
      : try card.number("epsilon", default: 1, in: range)
    electronShare = try card.number("electron_share", default: 1, in: 0...1e6)
    muonShare = try card.number("muon_share", default: 1, in: 0...1e6)
  }

  func part(_ kind: BosonKind, mass_GeV: Double, card: inout Card) throws -> MediatorPart {
    let g = epsilon * Mediator.electricCharge()
    let matter = try DarkMatter.fromCard(&card, mediatorMass_GeV: mass_GeV)
    let names: [BosonKind: String] = [.scalar: "S", .pseudoscalar: "P", .axialVector: "X", .vector: "X"]
    return try MediatorPart(
      name: names[kind]!,
      mediator: Mediator(
        kind: kind, mass_GeV: mass_GeV, electronCoupling: g * electronShare, muonCoupling: g * muonShare,
        darkMatter: matter),
      couplingIsGiven: isGiven, card: &card)
  }

  var members: [JSON.Member] {
    [
      JSON.Member("epsilon", .number(epsilon)),
      JSON.Member("electron_share", .number(electronShare)),
      JSON.Member("muon_share", .number(muonShare)),
    ]
  }
}

/// A kind of boson with one coupling to charged leptons.
public protocol LeptonCoupledBoson: Sendable {
  /// Of the card.
  static var name: String { get }
  static var kind: BosonKind { get }
}

/// {"kind": "scalar"}: L = g S ℓ̄ℓ.
public enum ScalarBoson: LeptonCoupledBoson {
  public static let name = "scalar"
  public static let kind = BosonKind.scalar
}

/// {"kind": "pseudoscalar"}: L = g P ℓ̄iγ⁵ℓ.
public enum PseudoscalarBoson: LeptonCoupledBoson {
  public static let name = "pseudoscalar"
  public static let kind = BosonKind.pseudoscalar
}

/// {"kind": "axial_vector"}: L = g X_μ ℓ̄γ^μγ⁵ℓ; the rate grows as m_ℓ²/m_X² for light bosons.
public enum AxialVectorBoson: LeptonCoupledBoson {
  public static let name = "axial_vector"
  public static let kind = BosonKind.axialVector
}

public typealias ScalarModel = LeptonCoupledModel<ScalarBoson>
public typealias PseudoscalarModel = LeptonCoupledModel<PseudoscalarBoson>
public typealias AxialVectorModel = LeptonCoupledModel<AxialVectorBoson>

/// A model whose only couplings are those of a `LeptonCoupling`.
public struct LeptonCoupledModel<Boson: LeptonCoupledBoson>: MediatorModel {
  public static var kind: String { Boson.name }
  public let coupling: LeptonCoupling
  public let part: MediatorPart
  public let bremsstrahlung: BremsstrahlungSettings

  public init(card: inout Card) throws {
    let mass = try Self.mass(&card)
    coupling = try LeptonCoupling(card: &card, range: Self.couplingRange)
    part = try coupling.part(Boson.kind, mass_GeV: mass, card: &card)
    bremsstrahlung = try BremsstrahlungSettings(card: &card)
  }

  public var parameters: JSON {
    .object(
      [JSON.Member("mass_GeV", .number(mediator.mass_GeV))] + coupling.members + bremsstrahlung.members
        + part.parameters)
  }
}
