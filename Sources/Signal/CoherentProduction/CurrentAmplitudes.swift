// Squared tree-level matrix elements with a spinless nucleus, summed over final and averaged over initial
// spins, couplings taken out: N₁, N₂ and C as in LeptonBremsstrahlungAmplitude.swift.

/// The lepton line ℓ₁(p) → ℓ₂(p′) X(k) with a photon from the nucleus attached, as functions of
///
///     s̃ = (p′+k)² − m₁²,  ũ = (p−k)² − m₂²,  t, P², P·p, P·p′,  t₂ = (p−p′)² = m_X² − t − s̃ − ũ
enum CurrentAmplitude {
  /// C = [(s̃+ũ)² P² t − 4 (ũ P·p + s̃ P·p′)²]/(s̃ũ)²: the eikonal current squared.
  @inline(__always)
  static func eikonal(
    s: Double, u: Double, t: Double, nuclear: Double, nuclearDotP: Double, nuclearDotPFinal: Double
  ) -> Double {
    let crossing = u * nuclearDotP + s * nuclearDotPFinal
    let product = s * u
    return ((s + u) * (s + u) * nuclear * t - 4 * crossing * crossing) / (product * product)
  }

  /// X a vector, ℓ₁ = ℓ₂:
  ///
  ///     { 2(s̃²+ũ²) P² − 8t [(P·p)² + (P·p′)² + ½(t₂+m_X²) P²] }/s̃ũ + 2(m_X² + 2m²) C
  ///
  /// - Returns: crossed to γ N → ℓ⁻ℓ⁺ N (p → −p₊, k → −k_γ, m_X = 0) minus the squared matrix element:
  ///   the trace changes sign with each crossed fermion.
  @inline(__always)
  static func vector(
    s: Double, u: Double, t: Double, nuclear: Double, nuclearDotP: Double, nuclearDotPFinal: Double,
    squaredBosonMass: Double, squaredLeptonMass: Double
  ) -> Double {
    let t2 = squaredBosonMass - t - s - u
    let first =
      (2 * (s * s + u * u) * nuclear
        - 8 * t
        * (nuclearDotP * nuclearDotP + nuclearDotPFinal * nuclearDotPFinal
          + 0.5 * (t2 + squaredBosonMass) * nuclear))
      / (s * u)
    return first
      + 2 * (squaredBosonMass + 2 * squaredLeptonMass)
      * eikonal(
        s: s, u: u, t: t, nuclear: nuclear, nuclearDotP: nuclearDotP,
        nuclearDotPFinal: nuclearDotPFinal)
  }

  /// X a scalar (upper sign of m₁ ± m₂) or pseudoscalar (lower), ℓ₁ ≠ ℓ₂ allowed:
  ///
  ///     [(s̃+ũ)² P² − 4t (P·k)²]/s̃ũ + [m_X² − (m₁ ± m₂)²] C
  ///
  /// For m₁ ≠ m₂ found by generalising the equal-mass form and checked against explicit Dirac traces
  /// (1e-14, random momenta off and on the photon's shell).
  ///
  /// - Parameter squaredMassSum: (m₁ ± m₂)²
  @inline(__always)
  static func scalar(
    s: Double, u: Double, t: Double, nuclear: Double, nuclearDotP: Double, nuclearDotPFinal: Double,
    squaredBosonMass: Double, squaredMassSum: Double
  ) -> Double {
    let nuclearDotK = nuclearDotP - nuclearDotPFinal
    let second = ((s + u) * (s + u) * nuclear - 4 * t * nuclearDotK * nuclearDotK) / (s * u)
    return second
      + (squaredBosonMass - squaredMassSum)
      * eikonal(
        s: s, u: u, t: t, nuclear: nuclear, nuclearDotP: nuclearDotP,
        nuclearDotPFinal: nuclearDotPFinal)
  }
}
