import Core
import Matter
import Numerics

/// Bremsstrahlung of muons on one element, dσ/dv with v = photon energy / muon total energy.
///
///     dσ/dv = 4α (r_e m_e/μ)² Z [Z Φ_n(δ) + Φ_e(δ)] (4/3 − 4v/3 + v²)/v,     δ = μ² v/(2E(1−v))   [1, 2]
///     Φ_n = ln{B Z^(−1/3)(μ + δ(D√e − 2))/[D(m + δ√e B Z^(−1/3))]} + (1/Z) ln{D/[1 + δ(D√e − 2)/μ]}
///     Φ_e = ln{μ B′ Z^(−2/3)/[(1 + δμ/(m²√e))(m + δ√e B′ Z^(−2/3))]},   v < 1/(1 + μ²/2mE)
///
/// D = 1.54 A^0.27, B = 183, B′ = 1429; for hydrogen 1.49, 202.4, 446. Φ_n is the screened nucleus with its
/// size (elastic) and, in the second logarithm, its excitation; Φ_e the atomic electrons.
///
/// - Valid: E ≥ 1 GeV at the per cent level; 0 outside 0 < v < 1 − (3√e/4)(μ/E)Z^(1/3).
/// - Returns: [mm²] per atom
/// - Checked by: `MuonEnergyLossTests` (0.2 % of PROPOSAL 7.6.2 in lead and iron, 10–160 GeV).
///
/// [1] Kelner, Kokoulin, Petrukhin, MEPhI preprint 024-95 (1995). [2] Phys. At. Nucl. 62 (1999) 1894.
public struct MuonBremsstrahlung: Sendable {
  private let z: Double
  private let screening: Double  // B Z^(−1/3)
  private let electronScreening: Double  // B′ Z^(−2/3)
  private let size: Double  // D
  private let cubeRootZ: Double
  private static let sqrtE = 1.6487212707001282

  public init(element: Element) {
    z = Double(element.atomicNumber)
    cubeRootZ = pow(z, 1.0 / 3)
    let isHydrogen = element.atomicNumber == 1
    screening = (isHydrogen ? 202.4 : 183) / cubeRootZ
    electronScreening = (isHydrogen ? 446 : 1429) / (cubeRootZ * cubeRootZ)
    size = isHydrogen ? 1.49 : 1.54 * pow(element.atomicMass, 0.27)
  }

  /// Largest v.
  public func largestFraction(totalEnergy_GeV energy: Double) -> Double {
    1 - 0.75 * Self.sqrtE * Constants.muonMass_GeV / energy * cubeRootZ
  }

  public func callAsFunction(totalEnergy_GeV energy: Double, fraction v: Double) -> Double {
    guard v > 0, v < largestFraction(totalEnergy_GeV: energy) else { return 0 }
    let m = Constants.electronMass_GeV
    let mu = Constants.muonMass_GeV
    let delta = mu * mu * v / (2 * energy * (1 - v))
    let finite = delta * (size * Self.sqrtE - 2) / mu
    let nucleus =
      log(screening * mu * (1 + finite) / (size * (m + delta * Self.sqrtE * screening)))
      + log(size / (1 + finite)) / z
    var electrons = 0.0
    if v < 1 / (1 + mu * mu / (2 * m * energy)) {
      electrons = log(
        mu * electronScreening
          / ((1 + delta * mu / (m * m * Self.sqrtE))
            * (m + delta * Self.sqrtE * electronScreening)))
    }
    let radius = Constants.classicalElectronRadius_mm * m / mu
    return 4 * Constants.fineStructure * radius * radius * z * (z * max(nucleus, 0) + max(electrons, 0))
      * (4.0 / 3 * (1 - v) + v * v) / v
  }
}
