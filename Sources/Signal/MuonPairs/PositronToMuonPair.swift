import Core
import Matter
import Numerics

/// e⁺ e⁻ → μ⁺ μ⁻ on the electrons of an atom, taken to be free and at rest.
///
///     σ = (4πα²/3s) β (1 + 2m_μ²/s) (1 + 2m_e²/s)/√(1 − 4m_e²/s) per electron
///     dσ/dcos θ* ∝ 1 + 4m_μ²/s + (1 − 4m_μ²/s) cos² θ*,   s = 2m_e² + 2m_e E
///
/// - Approximation: tree level, m_e kept in the flux (2e-5). The electrons' motion, which smears the
///   threshold at 43.69 GeV, is not included; neither is vacuum polarisation (≤ 2 %).
/// - Valid: any energy; 0 below threshold.
/// - Checked by: `MuonPairTests`.
public struct PositronToMuonPair: Sendable {
  public let element: Element

  public init(element: Element) { self.element = element }

  /// E = 2m_μ²/m_e − m_e = 43.693 GeV.
  public var thresholdEnergy_GeV: Double {
    let me = Constants.electronMass_GeV
    let mu = Constants.muonMass_GeV
    return 2 * mu * mu / me - me
  }

  public static func squaredCentreOfMassEnergy(positronEnergy_GeV energy: Double) -> Double {
    let me = Constants.electronMass_GeV
    return 2 * me * (me + energy)
  }

  /// - Parameter positronEnergy_GeV: total energy
  /// - Returns: [pb per atom]
  public func totalCrossSection_pb(positronEnergy_GeV energy: Double) -> Double {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return 0 }
    let s = Self.squaredCentreOfMassEnergy(positronEnergy_GeV: energy)
    let me = Constants.electronMass_GeV
    let mu = Constants.muonMass_GeV
    let beta = max(0, 1 - 4 * mu * mu / s).squareRoot()
    let alpha = Constants.fineStructure
    return Double(element.atomicNumber) * Constants.hbarcSquared_GeV2pb * 4 * .pi * alpha * alpha
      / (3 * s) * beta * (1 + 2 * mu * mu / s) * (1 + 2 * me * me / s)
      / (1 - 4 * me * me / s).squareRoot()
  }

  /// dσ/dcos θ*, θ* between μ⁺ and e⁺ in the centre of mass.
  ///
  /// - Returns: [pb per atom]
  public func differentialCrossSection_pb(positronEnergy_GeV energy: Double, cosTheta: Double) -> Double {
    guard cosTheta.magnitude <= 1 else { return 0 }
    let mu = Constants.muonMass_GeV
    let ratio = 4 * mu * mu / Self.squaredCentreOfMassEnergy(positronEnergy_GeV: energy)
    let shape = (1 + ratio + (1 - ratio) * cosTheta * cosTheta) / (8.0 / 3 + ratio * 4 / 3)
    return totalCrossSection_pb(positronEnergy_GeV: energy) * shape
  }
}
