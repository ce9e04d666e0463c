import Core

/// The dark matter χ a mediator may decay to, and the strength of that coupling.
///
/// Conventions of the coupling g_D = √(4π α_D), X the mediator:
///
///     vector        g_D X_μ χ̄γ^μχ (Dirac);  g_D X_μ χ̄₁γ^μχ₂ + h.c. (pseudo-Dirac);
///                   ½ g_D X_μ χ̄γ^μγ⁵χ (Majorana: its vector current vanishes);
///                   i g_D X_μ (χ*∂^μχ − χ∂^μχ*) (complex scalar)
///     axial vector  the same with γ^μγ⁵ (Dirac)
///     scalar        g_D X χ̄χ (½ for Majorana),  g_D m_X X χ*χ (complex scalar)
///     pseudoscalar  g_D X χ̄iγ⁵χ (½ for Majorana); none for scalars (parity)
public struct DarkMatter: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case dirac
    case complexScalar = "complex_scalar"
    case majorana
    case pseudoDirac = "pseudo_dirac"
  }

  public let kind: Kind
  /// m_χ, and m₁ of a pseudo-Dirac pair.
  public let mass_GeV: Double
  /// m₂ of a pseudo-Dirac pair, m_χ otherwise.
  public let heavierMass_GeV: Double
  /// α_D = g_D²/4π.
  public let couplingStrength: Double

  /// - Parameter splitting: (m₂ − m₁)/m₁ of a pseudo-Dirac pair, 0 otherwise.
  public init(kind: Kind, mass_GeV: Double, splitting: Double = 0, couplingStrength: Double) throws {
    guard mass_GeV.isFinite, mass_GeV > 0 else {
      throw HermeticError.range("dark matter mass_GeV", mass_GeV, allowed: "a finite number > 0")
    }
    guard splitting.isFinite, splitting >= 0, splitting <= 100, kind == .pseudoDirac || splitting == 0
    else {
      throw HermeticError.range(
        "dark matter splitting", splitting,
        allowed: kind == .pseudoDirac ? "in 0 … 100" : "0 for anything but pseudo_dirac")
    }
    guard couplingStrength.isFinite, couplingStrength > 0, couplingStrength <= 4 * .pi else {
      throw HermeticError.range(
        "alpha_D", couplingStrength, allowed: "in (0, 4π]", hint: "α_D = g_D²/4π; 0.1 and 0.5 are usual.")
    }
    self.kind = kind
    self.mass_GeV = mass_GeV
    heavierMass_GeV = mass_GeV * (1 + splitting)
    self.couplingStrength = couplingStrength
  }

  /// Lowest mediator mass that makes a pair.
  public var pairThreshold_GeV: Double { mass_GeV + heavierMass_GeV }

  /// Width of a mediator of mass √s into the pair, GeV (s the virtuality when it is off shell).
  ///
  ///     vector   Dirac, pseudo-Dirac  α_D q (s − (m₁−m₂)²)(2s + (m₁+m₂)²)/(3s²)
  ///              complex scalar       α_D √s β³/12          Majorana  α_D √s β³/6
  ///     axial    Dirac                α_D √s β³/3           scalars, Majorana as for the vector
  ///     scalar   Dirac                α_D √s β³/2           Majorana α_D √s β³/4
  ///              complex scalar       α_D m_X² β/(4√s)
  ///     pseudo-  Dirac                α_D √s β/2            Majorana α_D √s β/4
  ///
  /// q momentum in the rest frame, β = 2q/√s. Equal masses give α_D √s/3 (1+2r)√(1−4r) for a Dirac pair.
  ///
  /// - Valid: any s; 0 below the pair's threshold and where the coupling does not exist.
  /// - Numerics: stable at threshold (q² as a product).
  /// - Parameters: squaredMass s [GeV²], mediatorMass m_X [GeV] (enters the trilinear coupling alone)
  /// - Checked by: `WidthTests`.
  public func width_GeV(of mediator: BosonKind, squaredMass s: Double, mediatorMass_GeV: Double) -> Double {
    let sum = pairThreshold_GeV
    guard s > sum * sum else { return 0 }
    let rootS = s.squareRoot()
    let difference = heavierMass_GeV - mass_GeV
    let q =
      ((rootS - sum) * (rootS + sum) * (rootS - difference) * (rootS + difference)).squareRoot()
      / (2 * rootS)
    let beta = 2 * q / rootS
    let cubed = couplingStrength * rootS * beta * beta * beta
    switch (mediator, kind) {
    case (.vector, .dirac), (.vector, .pseudoDirac):
      return couplingStrength * q * (s - difference * difference) * (2 * s + sum * sum) / (3 * s * s)
    case (.vector, .complexScalar), (.axialVector, .complexScalar): return cubed / 12
    case (.vector, .majorana), (.axialVector, .majorana): return cubed / 6
    case (.axialVector, .dirac): return cubed / 3
    case (.scalar, .dirac): return cubed / 2
    case (.scalar, .majorana): return cubed / 4
    case (.scalar, .complexScalar):
      return couplingStrength * mediatorMass_GeV * mediatorMass_GeV * beta / (4 * rootS)
    case (.pseudoscalar, .dirac): return couplingStrength * rootS * beta / 2
    case (.pseudoscalar, .majorana): return couplingStrength * rootS * beta / 4
    case (.axialVector, .pseudoDirac), (.scalar, .pseudoDirac), (.pseudoscalar, .pseudoDirac),
      (.pseudoscalar, .complexScalar):
      return 0
    }
  }

  /// Throws where this pair does not couple to a mediator of that kind.
  public func requireCoupling(to mediator: BosonKind) throws {
    switch (mediator, kind) {
    case (.axialVector, .pseudoDirac), (.scalar, .pseudoDirac), (.pseudoscalar, .pseudoDirac):
      throw HermeticError(
        .configuration,
        "dark matter of kind pseudo_dirac couples to vector mediators alone, not to a "
          + "\(mediator.rawValue). Use dirac, majorana or another mediator.")
    case (.pseudoscalar, .complexScalar):
      throw HermeticError(
        .configuration,
        "a pseudoscalar does not decay to a pair of scalars (parity). Use dirac or majorana.")
    default: return
    }
  }
}
