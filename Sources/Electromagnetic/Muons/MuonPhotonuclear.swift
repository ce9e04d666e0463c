import Core
import Matter
import Numerics

/// Inelastic scattering of muons on nuclei through a virtual photon, dσ/dv with v = ν/E.
///
///     d²σ/dv dQ² = (4πα²/Q⁴)(F₂/v) [1 − v − Mxv/2E + (1 − 2μ²/Q²)(1 + 4M²x²/Q²) v²/2]          [1, Eq. (3.4)]
///     F₂ = G(x, ν)[Z + (A−Z)P(x)] F₂ᵖ,   P = 1 − 1.85x + 2.45x² − 2.35x³ + x⁴
///
/// with F₂ᵖ of ALLM97 and shadowing of Butkevich and Mikheyev; R = 0.
///
/// - Valid: 1 GeV to 1e5 GeV; other parametrisations differ by 4–8 %.
/// - Numerics: ∫ in ln Q², 16 Gauss points: 1e-3, kinks of the shadowing; 1e-4 in sums over v.
/// - Returns: [mm²] per atom; 0 below the pion threshold
/// - Checked by: `MuonEnergyLossTests` (0.5 % of PROPOSAL 7.6.2 with the same ingredients).
///
/// [1] Dutta, Reno, Sarcevic, Seckel, Phys. Rev. D 63 (2001) 094020.
public struct MuonPhotonuclear: Sendable {
  private let z: Double
  private let neutrons: Double
  private let shadowing: NuclearShadowing
  private let quadrature = GaussLegendre(count: 16)
  public static let nucleonMass_GeV = 0.938919
  private static let pionMass_GeV = 0.13957

  public init(element: Element) {
    z = Double(element.atomicNumber)
    neutrons = element.atomicMass - z
    shadowing = NuclearShadowing(element: element)
  }

  /// The pion threshold.
  public static let lowestTransfer_GeV = pionMass_GeV + pionMass_GeV * pionMass_GeV / (2 * nucleonMass_GeV)

  public func lowestFraction(totalEnergy_GeV energy: Double) -> Double { Self.lowestTransfer_GeV / energy }

  public func callAsFunction(totalEnergy_GeV energy: Double, fraction v: Double) -> Double {
    let mu = Constants.muonMass_GeV
    let mass = Self.nucleonMass_GeV
    let lowest = lowestFraction(totalEnergy_GeV: energy)
    guard v > lowest, v < 1 - mu / energy else { return 0 }
    let q2Lowest = mu * mu * v * v / (1 - v)
    let q2Highest = 2 * mass * energy * (v - lowest)
    guard q2Highest > q2Lowest else { return 0 }
    let nu = v * energy
    let shadow = shadowing.at(energyTransfer_GeV: nu)
    return quadrature.integrate(log(q2Lowest), log(q2Highest)) { logQ2 in
      let q2 = exp(logQ2)
      let x = q2 / (2 * mass * nu)
      let ratio = 1 + x * (-1.85 + x * (2.45 + x * (-2.35 + x)))
      let f2 =
        ProtonStructureFunction.f2(q2: q2, w2MinusMass2: 2 * mass * nu - q2, x: x)
        * shadow(x: x) * (z + neutrons * ratio)
      let amplitude = Constants.electronMass_GeV * Constants.classicalElectronRadius_mm / q2
      return q2 * 4 * Double.pi * amplitude * amplitude * f2 / v
        * (1 - v - mass * x * v / (2 * energy)
          + 0.5 * v * v * (1 - 2 * mu * mu / q2) * (1 + 4 * mass * mass * x * x / q2))
    }
  }
}
