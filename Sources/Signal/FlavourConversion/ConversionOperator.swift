/// The Lorentz structure of (ℓ̄₂ Γ P ℓ₁)(q̄ Γ′ q)/Λ² and its parton cross section
///
///     dσ̂/dQ² = W/(16π ŝ² Λ⁴),   A = ŝ(ŝ−M²),  B = (ŝ−Q²)(ŝ−Q²−M²),  C = Q²(Q²+M²),  M = m_ℓ₂
///
///     V_LL, V_RR   W = A on quarks, B on antiquarks
///     V_LR, V_RL   W = B on quarks, A on antiquarks
///     S            W = C/4, any chirality
///     T            W = 8(A+B) − 4C, σ^{μν}P_L ⊗ σ_{μν}P_L summed over all μ, ν
///
/// m_ℓ₁ is neglected (4e-5 for muons at ŝ = 300 GeV²). An antilepton beam sees quarks as a lepton sees
/// antiquarks. Axial currents equal vector ones up to a sign when one chirality is chosen.
///
/// Checked against explicit traces (1e-14); Gninenko et al., Phys. Rev. D 98 (2018) 015007, arXiv:1804.05550.
public enum ConversionOperator: String, CaseIterable, Sendable {
  case vectorLL = "V_LL"
  case vectorRR = "V_RR"
  case vectorLR = "V_LR"
  case vectorRL = "V_RL"
  case scalar = "S"
  case tensor = "T"

  /// Helicity of a τ⁻ that the operator makes: −1 for P_L on the lepton line of V_LL and V_LR (the τ is
  /// left-handed), +1 for V_RR and V_RL. A scalar or tensor operator with P_L makes right-handed ones.
  public var outgoingHelicity: Double {
    switch self {
    case .vectorLL, .vectorLR: return -1
    case .vectorRR, .vectorRL, .scalar, .tensor: return 1
    }
  }

  /// Coefficients of A, B and C in W.
  func coefficients(antiparton: Bool) -> (a: Double, b: Double, c: Double) {
    switch self {
    case .vectorLL, .vectorRR: return antiparton ? (0, 1, 0) : (1, 0, 0)
    case .vectorLR, .vectorRL: return antiparton ? (1, 0, 0) : (0, 1, 0)
    case .scalar: return (0, 0, 0.25)
    case .tensor: return (8, 8, -4)
    }
  }

  /// W(ŝ, Q²), GeV⁴.
  @inline(__always)
  func strength(s: Double, q2: Double, squaredMass: Double, antiparton: Bool) -> Double {
    let k = coefficients(antiparton: antiparton)
    let rest = s - q2
    return k.a * s * (s - squaredMass) + k.b * rest * (rest - squaredMass)
      + k.c * q2 * (q2 + squaredMass)
  }

  /// ∫ W dQ² from `low` to `high`: a cubic polynomial.
  func integratedStrength(
    s: Double, from low: Double, to high: Double, squaredMass: Double, antiparton: Bool
  ) -> Double {
    guard high > low else { return 0 }
    let k = coefficients(antiparton: antiparton)
    func primitiveB(_ rest: Double) -> Double {
      rest * rest * (rest / 3 - 0.5 * squaredMass)
    }
    func primitiveC(_ q2: Double) -> Double { q2 * q2 * (q2 / 3 + 0.5 * squaredMass) }
    return k.a * s * (s - squaredMass) * (high - low)
      + k.b * (primitiveB(s - low) - primitiveB(s - high))
      + k.c * (primitiveC(high) - primitiveC(low))
  }
}
