import Core

/// Lorentz structure of the coupling of a neutral boson X to a charged lepton: L = g X ℓ̄ Γ ℓ.
public enum BosonCoupling: String, CaseIterable, Sendable {
  /// Γ = γ^μ
  case vector
  /// Γ = γ^μ γ₅, the longitudinal mode included
  case axial
  /// Γ = 1
  case scalar
  /// Γ = iγ₅
  case pseudoscalar

  public init(named name: String) throws {
    guard let coupling = BosonCoupling(rawValue: name) else {
      throw HermeticError.notFound("coupling", name, known: BosonCoupling.allCases.map(\.rawValue))
    }
    self = coupling
  }

  /// Sign of the contribution to the magnetic moment.
  public var sign: Double { self == .vector || self == .scalar ? 1 : -1 }
}
