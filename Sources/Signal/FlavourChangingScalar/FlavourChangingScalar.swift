import Core
import Matter
import Numerics

/// Scalar or pseudoscalar emission that changes the lepton: ℓ₁ N → ℓ₂ N φ with g φ ℓ̄₂ (1 or iγ₅) ℓ₁, g = ε e.
///
/// Exact tree level (`CurrentAmplitude.scalar` with m₁ ≠ m₂), and Weizsäcker–Williams by name:
///
///     dσ/dx = ε² α³ β (1−x) ∫ dU/U² χ(t_min, E²) A₂₂,   β = |k|/E_φ,  t_min = [U/2E(1−x)]²
///     A₂₂ = x²/(1−x) + 2 [m_φ² − (m₁ ± m₂)²] J/U²
///     J = (m_φ² − m₁² − m₂²)(1−x) − x U + m₁²(1−x)² + m₂²
///     U ≥ U₀ = m_φ²(1−x)/x + m₂² − m₁²(1−x)
///
/// the upper sign for a scalar, the lower for a pseudoscalar; A₂₂ is ℓ₁ γ → ℓ₂ φ averaged over the photon's
/// polarisations [derived; traces agree to 1e-14]. m₁ = m₂ gives back `LeptonBremsstrahlung`.
///
/// - Valid: any masses and energies with m_φ > m₁ − m₂. Below, ℓ₁ → ℓ₂ φ is a decay in vacuum, U reaches 0 and
///   neither form exists.
/// - Numerics: exact 3e-4, WW 1e-6. Elastic form factor in WW.
/// - Checked by: `FlavourChangingScalarTests` (WW to 1e-5 of the reference, exact against WW and equal masses).
public struct FlavourChangingScalar: Sendable {
  public enum Parity: String, CaseIterable, Sendable {
    case scalar, pseudoscalar
  }
  public enum Approximation: String, CaseIterable, Sendable {
    case exactTreeLevel = "exact"
    case weizsaeckerWilliams = "weizsaecker_williams"
  }

  public let parity: Parity
  public let bosonMass_GeV: Double
  public let incomingMass_GeV: Double
  public let outgoingMass_GeV: Double
  public let element: Element
  public let fineStructure: Double
  let reaction: CoherentReaction

  public init(
    parity: Parity, bosonMass_GeV: Double, incomingMass_GeV: Double, outgoingMass_GeV: Double,
    element: Element, formFactor: NuclearFormFactor = .elastic,
    fineStructure: Double = Constants.fineStructure
  ) throws {
    guard bosonMass_GeV.isFinite, bosonMass_GeV >= LeptonBremsstrahlung.lowestBosonMass_GeV else {
      throw HermeticError.range(
        "mass_GeV", bosonMass_GeV,
        allowed: "a finite number >= \(LeptonBremsstrahlung.lowestBosonMass_GeV)")
    }
    for (name, mass) in [("incomingMass_GeV", incomingMass_GeV), ("outgoingMass_GeV", outgoingMass_GeV)] {
      guard mass.isFinite, mass > 0 else {
        throw HermeticError.range(name, mass, allowed: "a finite number > 0")
      }
    }
    guard bosonMass_GeV > incomingMass_GeV - outgoingMass_GeV else {
      throw HermeticError(
        .kinematics,
        "mass_GeV = \(bosonMass_GeV) is below m₁ − m₂ = \(incomingMass_GeV - outgoingMass_GeV) GeV, where "
          + "the lepton decays to it in vacuum and emission in matter is not defined. Raise the mass.")
    }
    self.parity = parity
    self.bosonMass_GeV = bosonMass_GeV
    self.incomingMass_GeV = incomingMass_GeV
    self.outgoingMass_GeV = outgoingMass_GeV
    self.element = element
    self.fineStructure = fineStructure
    reaction = CoherentReaction(
      beamMass: incomingMass_GeV, emittedMass: bosonMass_GeV, remainingMass: outgoingMass_GeV,
      element: element, formFactor: formFactor)
  }

  public var thresholdEnergy_GeV: Double { max(incomingMass_GeV, reaction.thresholdEnergy) }

  struct Amplitude: CoherentAmplitude {
    let squaredBosonMass: Double
    let squaredMassSum: Double

    @inline(__always)
    func callAsFunction(_ point: CoherentPoint) -> Double {
      CurrentAmplitude.scalar(
        s: point.sTilde, u: -point.u, t: point.t, nuclear: point.squaredNuclear,
        nuclearDotP: point.nuclearDotBeam, nuclearDotPFinal: point.nuclearDotRemaining,
        squaredBosonMass: squaredBosonMass, squaredMassSum: squaredMassSum)
    }
  }

  /// (m₁ ± m₂)².
  private var squaredMassSum: Double {
    let sum = incomingMass_GeV + (parity == .scalar ? 1 : -1) * outgoingMass_GeV
    return sum * sum
  }

  func integrand(energy: Double) -> CoherentIntegrand<Amplitude>? {
    CoherentIntegrand(
      reaction,
      Amplitude(
        squaredBosonMass: bosonMass_GeV * bosonMass_GeV, squaredMassSum: squaredMassSum),
      energy: energy, fineStructure: fineStructure)
  }

  /// dσ/dx, x = E_φ/E.
  ///
  /// - Returns: [pb per nucleus], coupling = 1; 0 outside the kinematic limits.
  public func differentialCrossSection_pb(
    leptonEnergy_GeV energy: Double, x: Double, _ approximation: Approximation = .exactTreeLevel
  ) -> Double {
    switch approximation {
    case .exactTreeLevel: return integrand(energy: energy)?.differential(x: x) ?? 0
    case .weizsaeckerWilliams: return weizsaeckerWilliams(energy: energy, x: x)
    }
  }

  /// ∫ weight(x) dσ/dx dx.
  ///
  /// - Returns: [pb per nucleus], coupling = 1; 0 below threshold.
  public func totalCrossSection_pb(
    leptonEnergy_GeV energy: Double, _ approximation: Approximation = .exactTreeLevel,
    weight: (Double) -> Double = { _ in 1 }
  ) -> Double {
    switch approximation {
    case .exactTreeLevel: return integrand(energy: energy)?.total(weight: weight) ?? 0
    case .weizsaeckerWilliams:
      // The approximation ends at x = m_φ/E and 1 − m₂/E.
      let low = bosonMass_GeV / energy
      let high = 1 - outgoingMass_GeV / energy
      guard energy.isFinite, energy > thresholdEnergy_GeV, low < high else { return 0 }
      let bottom = log(1e-3 * low / (high - low))
      let top = log((high - low) / (1e-4 * min(1 - high, high - low)))
      return Self.fractionRule.integrate(bottom, top) { z in
        let e = exp(-z.magnitude)
        let width = (high - low) / (1 + e)
        let x = z > 0 ? high - width * e : low + width * e
        return width * e / (1 + e) * weight(x) * weizsaeckerWilliams(energy: energy, x: x)
      }
    }
  }

  private static let fractionRule = GaussLegendre(count: 64)
  private static let virtualityRule = GaussLegendre(count: 40)

  private func weizsaeckerWilliams(energy: Double, x: Double) -> Double {
    guard x * energy > bosonMass_GeV, (1 - x) * energy > outgoingMass_GeV else { return 0 }
    let m1 = incomingMass_GeV * incomingMass_GeV
    let m2 = outgoingMass_GeV * outgoingMass_GeV
    let mPhi = bosonMass_GeV * bosonMass_GeV
    let rest = 1 - x
    let lowestU = mPhi * rest / x + m2 - m1 * rest
    let twiceRest = 2 * energy * rest
    let highestU = twiceRest * energy
    guard lowestU > 0, highestU > lowestU else { return 0 }
    let low = log(lowestU)
    let high = min(log(highestU), low + 14)
    let integral = Self.virtualityRule.integrate(low, high) { logU in
      let u = exp(logU)
      let root = u / twiceRest
      let j = (mPhi - m1 - m2) * rest - x * u + m1 * rest * rest + m2
      let trace = x * x / rest + 2 * (mPhi - squaredMassSum) * j / (u * u)
      return reaction.formFactorSquared.elasticPhotonFlux(from: root * root, to: energy * energy)
        * trace / u
    }
    let ratio = bosonMass_GeV / (x * energy)
    return fineStructure * fineStructure * fineStructure * Constants.hbarcSquared_GeV2pb
      * ((1 - ratio) * (1 + ratio)).squareRoot() * rest * integral
  }
}
