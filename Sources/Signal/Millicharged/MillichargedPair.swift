import Core
import Matter
import Numerics

/// Pairs of millicharged particles through a virtual photon, ℓ N → ℓ N γ*, γ* → Q Q̄.
///
/// Integrated over the pair's own phase space, its tensor is (q^μq^ν − q²g^{μν}) times a scalar, so that the
/// rate is that of a vector boson of every mass m, weighted:
///
///     dσ/dx = (α Q²/3π) ∫ dm²/m² w(4r) dσ_V/dx(m, ε = 1),   r = m_Q²/m², Q in units of e
///     fermion  w = √(1−4r) (1 + 2r);    scalar  w = ¼ (1−4r)^{3/2}
///
/// x = (E_Q + E_Q̄)/E, the missing-energy fraction; σ_V is exact tree-level vector emission.
///
/// - Approximation: one virtual photon. Two-photon production is ∝ Q⁴ and left out: do not use Q = 1 as an
///   estimate of muon pairs. Vector mesons in a thick dump are not included; they matter above
///   m_Q ~ 0.3 GeV (an order-of-magnitude estimate is in docs/physics/rare_processes.md).
/// - Valid: m_Q from 0.5 MeV, any lepton and energy.
/// - Numerics: 24 masses in m = 2m_Q e^{v²}, which removes the threshold's square root; total 2e-4 of the reference.
/// - Checked by: `MillichargedPairTests`.
public struct MillichargedPair: Sendable {
  public enum Spin: String, CaseIterable, Sendable {
    case fermion, scalar
  }

  public let spin: Spin
  public let mass_GeV: Double
  public let leptonMass_GeV: Double
  public let element: Element
  public let fineStructure: Double
  let formFactor: NuclearFormFactor

  public static let massRange_GeV = 1e-6...10.0

  public init(
    spin: Spin, mass_GeV: Double, leptonMass_GeV: Double, element: Element,
    formFactor: NuclearFormFactor = .elastic, fineStructure: Double = Constants.fineStructure
  ) throws {
    guard Self.massRange_GeV.contains(mass_GeV) else {
      throw HermeticError.range(
        "mass_GeV", mass_GeV,
        allowed: "in \(Self.massRange_GeV.lowerBound) … \(Self.massRange_GeV.upperBound)",
        hint: "Masses are in GeV: 10 MeV is 0.01.")
    }
    guard leptonMass_GeV.isFinite, leptonMass_GeV > 0 else {
      throw HermeticError.range("leptonMass_GeV", leptonMass_GeV, allowed: "a finite number > 0")
    }
    self.spin = spin
    self.mass_GeV = mass_GeV
    self.leptonMass_GeV = leptonMass_GeV
    self.element = element
    self.formFactor = formFactor
    self.fineStructure = fineStructure
  }

  struct Amplitude: CoherentAmplitude {
    let squaredBosonMass: Double
    let squaredLeptonMass: Double

    @inline(__always)
    func callAsFunction(_ point: CoherentPoint) -> Double {
      CurrentAmplitude.vector(
        s: point.sTilde, u: -point.u, t: point.t, nuclear: point.squaredNuclear,
        nuclearDotP: point.nuclearDotBeam, nuclearDotPFinal: point.nuclearDotRemaining,
        squaredBosonMass: squaredBosonMass, squaredLeptonMass: squaredLeptonMass)
    }
  }

  /// Emission of a virtual photon of mass m.
  func reaction(_ photonMass: Double) -> CoherentReaction {
    CoherentReaction(
      beamMass: leptonMass_GeV, emittedMass: photonMass, remainingMass: leptonMass_GeV,
      element: element, formFactor: formFactor)
  }

  func amplitude(_ photonMass: Double) -> Amplitude {
    Amplitude(
      squaredBosonMass: photonMass * photonMass,
      squaredLeptonMass: leptonMass_GeV * leptonMass_GeV)
  }

  public var thresholdEnergy_GeV: Double { reaction(2 * mass_GeV).thresholdEnergy }

  /// Upper limit of v in m = 2m_Q e^{v²}: where the virtual photon takes all; nil below threshold.
  func highestV(energy: Double) -> Double? {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return nil }
    let nucleus = element.atomicMass * Constants.atomicMassUnit_GeV
    // S + (S² − m²)/2M = E for S = m + m_γ*.
    let m2 = leptonMass_GeV * leptonMass_GeV
    let numerator = 2 * nucleus * energy + m2
    let sum = numerator / (nucleus + (nucleus * nucleus + numerator).squareRoot())
    let ratio = (sum - leptonMass_GeV) / (2 * mass_GeV)
    return ratio > 1 ? log(ratio).squareRoot() : nil
  }

  func photonMass(_ v: Double) -> Double { 2 * mass_GeV * exp(v * v) }

  /// (α/3π) (dm²/m²)/dv w: weight of σ_V(m) per unit of v, Q = 1.
  @inline(__always)
  func spectralWeight(_ v: Double) -> Double {
    spectralWeight(v, inverseFourR: exp(2 * v * v))
  }

  /// The same where 1/4r = e^{2v²} is known.
  @inline(__always)
  func spectralWeight(_ v: Double, inverseFourR: Double) -> Double {
    let fourR = 1 / inverseFourR
    let root = max(0, 1 - fourR).squareRoot()
    let shape: Double
    switch spin {
    case .fermion: shape = root * (1 + 0.5 * fourR)
    case .scalar: shape = 0.25 * root * root * root
    }
    return fineStructure / (3 * .pi) * 4 * v * shape
  }

  private static let massRule = GaussLegendre(count: 24)

  /// dσ/dx.
  ///
  /// - Returns: [pb per nucleus], Q = 1; 0 outside the kinematic limits.
  public func differentialCrossSection_pb(leptonEnergy_GeV energy: Double, x: Double) -> Double {
    // The range of x shrinks as the mass grows.
    guard let low = highestV(energy: energy, x: x) else { return 0 }
    return Self.massRule.integrate(0, low) { v in
      let m = photonMass(v)
      guard
        let integrand = CoherentIntegrand(
          reaction(m), amplitude(m), energy: energy, fineStructure: fineStructure)
      else { return 0 }
      return spectralWeight(v) * integrand.differential(x: x)
    }
  }

  /// ∫ weight(x) dσ/dx dx.
  ///
  /// - Returns: [pb per nucleus], Q = 1; 0 below threshold. A few tenths of a second.
  public func totalCrossSection_pb(
    leptonEnergy_GeV energy: Double, weight: (Double) -> Double = { _ in 1 }
  ) -> Double {
    guard let highest = highestV(energy: energy) else { return 0 }
    return Self.massRule.integrate(0, highest) { v in
      let m = photonMass(v)
      guard
        let integrand = CoherentIntegrand(
          reaction(m), amplitude(m), energy: energy, fineStructure: fineStructure)
      else { return 0 }
      return spectralWeight(v) * integrand.total(weight: weight)
    }
  }
}
