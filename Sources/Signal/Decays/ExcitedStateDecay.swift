import Core
import Numerics

/// Decay of the heavier state of a pseudo-Dirac pair, χ₂ → χ₁ ℓ⁺ℓ⁻ through a virtual mediator, exact in all
/// masses.
///
///     Γ     = ∫ dq²/π  Γ_ℓℓ(q²) √q² Γ_V(q²) / [(q² − M²)² + M²Γ²],   4m_ℓ² < q² < Δ²,  Δ = m₂ − m₁
///     Γ_V   = α_D/(4m₂³) λ^{1/2} (Δ² − q²)[(m₁+m₂)² + 2q²]/q²,   λ = (Δ² − q²)[(m₁+m₂)² − q²]
///
/// Γ_ℓℓ the mediator's partial width at virtuality q², Γ_V that of χ₂ → χ₁ + a vector of mass √q². For
/// m_ℓ ≪ Δ ≪ M it tends to 4ε²α α_D Δ⁵/(15π M⁴).
///
/// - Valid: Δ < M (a heavier χ₂ decays to the mediator itself).
/// - Returns: [GeV]
/// - Checked by: `ExcitedStateDecayTests` (reference `rare_signal/idm_decay.json`, 1e-6).
public struct ExcitedStateDecay: Sendable {
  public let mediator: Mediator
  public let mode: DecayMode
  public let matter: DarkMatter
  let leptonMass: Double
  let difference: Double
  let sum: Double

  /// - Parameter mode: electrons, muons or taus
  public init(mediator: Mediator, mode: DecayMode) throws {
    guard mediator.kind == .vector, let matter = mediator.darkMatter, matter.kind == .pseudoDirac else {
      throw HermeticError(
        .configuration,
        "χ₂ → χ₁ ℓℓ needs a vector mediator with dark matter of kind pseudo_dirac.")
    }
    guard let leptonMass = mode.leptonMass_GeV else {
      throw HermeticError(
        .configuration, "χ₂ decays to charged leptons here, not to \(mode.rawValue). Use electrons.")
    }
    self.mediator = mediator
    self.mode = mode
    self.matter = matter
    self.leptonMass = leptonMass
    difference = matter.heavierMass_GeV - matter.mass_GeV
    sum = matter.pairThreshold_GeV
    guard difference < mediator.mass_GeV else {
      throw HermeticError.range(
        "dark matter splitting", difference / matter.mass_GeV,
        allowed: "such that m₂ − m₁ < the mediator's mass \(mediator.mass_GeV) GeV",
        hint: "A heavier χ₂ decays to χ₁ and the mediator itself.")
    }
  }

  public var isOpen: Bool { difference > 2 * leptonMass }

  /// dΓ/dq², 1/GeV.
  public func differentialWidth(squaredMass q2: Double) -> Double {
    guard q2 > 4 * leptonMass * leptonMass, q2 < difference * difference else { return 0 }
    return density(q2, complement: difference * difference - q2)
  }

  /// dΓ/dq² with Δ² − q² handed over, since it sets the end point.
  @inline(__always) func density(_ q2: Double, complement: Double) -> Double {
    let m2 = matter.heavierMass_GeV
    let lambda = complement * (sum * sum - q2)
    let vector =
      matter.couplingStrength / (4 * m2 * m2 * m2) * lambda.squareRoot() * complement
      * (sum * sum + 2 * q2) / q2
    let squared = mediator.mass_GeV * mediator.mass_GeV
    let distance = q2 - squared
    return mediator.partialWidth_GeV(mode, squaredMass: q2) * q2.squareRoot() * vector
      / (.pi * distance * distance)
  }

  private static let rule = GaussLegendre(count: 24)

  /// q² at angle ψ in (0, π/2): both square-root ends become smooth.
  func point(_ psi: Double) -> (q2: Double, complement: Double, jacobian: Double) {
    let low = 4 * leptonMass * leptonMass
    // ln q² runs from ln low with sin²ψ.
    let span = 2 * log(difference / (2 * leptonMass))
    let (s, c) = sincosTurns(psi / (2 * .pi))
    let q2 = low * exp(span * s * s)
    let complement = -difference * difference * expm1(-span * c * c)
    return (q2, complement, q2 * span * 2 * s * c)
  }

  public var width_GeV: Double {
    guard isOpen else { return 0 }
    return Self.rule.integrate(0, .pi / 2, panels: 8) { psi in
      let (q2, complement, jacobian) = point(psi)
      return density(q2, complement: complement) * jacobian
    }
  }
}
