/// Squared tree-level matrix element A of ℓ N → ℓ N X for a spinless nucleus, summed over the lepton's
/// and the boson's spins with all couplings taken out.
///
/// With P = P_i + P_f, s̃ = (p′+k)² − m², ũ = (p−k)² − m² = −U, t₂ = (p−p′)²:
///
///     C  = [ (s̃+ũ)² P² t − 4 (ũ P·p + s̃ P·p′)² ] / (s̃ũ)²
///     N₁ = [ 2(s̃²+ũ²) P² − 8t ((P·p)² + (P·p′)² + ½(t₂+m_X²) P²) ] / s̃ũ
///     N₂ = [ (s̃+ũ)² P² − 4t (P·k)² ] / s̃ũ
///
///     vector        N₁ + 2(m_X² + 2m²) C
///     axial vector  N₁ + 2(m_X² − 4m²) C + (4m²/m_X²) N₂ + 32 m² t P² / s̃ũ
///     scalar        N₂ + (m_X² − 4m²) C
///     pseudoscalar  N₂ + m_X² C
///
/// Equivalent to Liu, McKeen, Miller, Phys. Rev. D 95 (2017) 036010, arXiv:1609.06781, and D 96 (2017)
/// 016004, arXiv:1705.01633, in a metric with t > 0; the coefficients were fixed by explicit Dirac
/// traces in 40 digits.
///
/// - Numerics: (ũ P·p + s̃ P·p′) cancels to relative q_⊥/U^½; double precision keeps 8 digits of the
///   integral down to m_X = 1 MeV at 150 GeV.
struct LeptonBremsstrahlungAmplitude {
  let vectorPart: Double
  let scalarPart: Double
  let helicityPart: Double
  let axialPart: Double
  let bosonMassSquared: Double
  let nucleusMass: Double

  init(_ process: LeptonBremsstrahlung) {
    let m2 = process.leptonMass_GeV * process.leptonMass_GeV
    let mX2 = process.bosonMass_GeV * process.bosonMass_GeV
    bosonMassSquared = mX2
    nucleusMass = process.nucleusMass_GeV
    switch process.boson {
    case .vector:
      (vectorPart, scalarPart, helicityPart, axialPart) = (1, 0, 2 * (mX2 + 2 * m2), 0)
    case .axialVector:
      (vectorPart, scalarPart, helicityPart, axialPart) =
        (1, 4 * m2 / mX2, 2 * (mX2 - 4 * m2), 32 * m2)
    case .scalar:
      (vectorPart, scalarPart, helicityPart, axialPart) = (0, 1, mX2 - 4 * m2, 0)
    case .pseudoscalar:
      (vectorPart, scalarPart, helicityPart, axialPart) = (0, 1, mX2, 0)
    }
  }

  /// A, GeV²; `inverse` is 1/s̃, which the callers have at hand.
  @inline(__always)
  func callAsFunction(
    s: Double, inverse: Double, slice: VirtualitySlice, t: Double, energy: Double,
    remainingEnergy: Double
  ) -> Double {
    let u = slice.u
    let uTilde = -u
    let bigP2 = 4 * nucleusMass * nucleusMass + t
    let pDotP = 2 * nucleusMass * energy - 0.5 * (s + t)
    let pDotPFinal = 2 * nucleusMass * remainingEnergy - t + 0.5 * (uTilde + t)
    let pDotK = pDotP - pDotPFinal
    let t2 = bosonMassSquared - t - s - uTilde
    let sum2 = (s + uTilde) * (s + uTilde)
    let crossing = uTilde * pDotP + s * pDotPFinal
    let n1 =
      2 * (s * s + u * u) * bigP2
      - 8 * t * (pDotP * pDotP + pDotPFinal * pDotPFinal + 0.5 * (t2 + bosonMassSquared) * bigP2)
    let n2 = sum2 * bigP2 - 4 * t * pDotK * pDotK
    let c = sum2 * bigP2 * t - 4 * crossing * crossing
    let inverseSU = -inverse * slice.inverseU
    return inverseSU
      * (vectorPart * n1 + scalarPart * n2 + axialPart * bigP2 * t + helicityPart * c * inverseSU)
  }
}
