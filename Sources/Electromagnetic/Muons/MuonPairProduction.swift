import Core
import Matter
import Numerics

/// e⁺e⁻ pairs made by muons on one element, dσ/dv with v = pair energy / muon total energy.
///
///     dσ/dv = (4/3π) Z(Z + ζ) (α r_e)² (1−v)/v ∫ [Φ_e + (m/μ)² Φ_μ] dρ,   Φ = B·L, ρ = (E₊−E₋)/(E₊+E₋)
///
/// over 0 < ρ < [1 − 6μ²/(E²(1−v))]·√(1 − 4m/(Ev)), both signs of ρ counted by the prefactor. B, L as in [1] with the nucleus's
/// size; ζ(E, Z) are the atomic electrons [2].
///
/// - Numerics: ∫ in ln(1 − ρ), 12 Gauss points: 4e-6 from 10 GeV to 1 TeV.
/// - Valid: E ≥ 1 GeV; 0 outside 4m/E < v < 1 − (3√e/4)(μ/E)Z^(1/3).
/// - Returns: [mm²] per atom
/// - Checked by: `MuonEnergyLossTests` (0.5 % of PROPOSAL 7.6.2 in lead and iron, 10–160 GeV).
///
/// [1] Kokoulin, Petrukhin, Proc. 12th ICRC, Hobart (1971) 2436. [2] Kelner, Phys. At. Nucl. 61 (1998) 448.
public struct MuonPairProduction: Sendable {
  private let z: Double
  private let cubeRootZ: Double
  private let isHydrogen: Bool
  private let quadrature: GaussLegendre
  private static let sqrtE = 1.6487212707001282
  /// A*: the radiation logarithm's constant.
  private static let screening = 183.0

  public init(element: Element) { self.init(element: element, quadrature: GaussLegendre(count: 12)) }

  init(element: Element, quadrature: GaussLegendre) {
    self.quadrature = quadrature
    z = Double(element.atomicNumber)
    cubeRootZ = pow(z, 1.0 / 3)
    isHydrogen = element.atomicNumber == 1
  }

  public func fractionLimits(totalEnergy_GeV energy: Double) -> (lowest: Double, highest: Double) {
    (
      4 * Constants.electronMass_GeV / energy,
      1 - 0.75 * Self.sqrtE * Constants.muonMass_GeV / energy * cubeRootZ
    )
  }

  /// ζ: pairs made on atomic electrons, relative to Z.
  func atomicElectrons(totalEnergy_GeV energy: Double) -> Double {
    let gamma = energy / Constants.muonMass_GeV
    let g1 = isHydrogen ? 4.4e-5 : 1.95e-5
    let g2 = isHydrogen ? 4.8e-5 : 5.3e-5
    let numerator = 0.073 * log(gamma / (1 + g1 * cubeRootZ * cubeRootZ * gamma)) - 0.26
    guard numerator > 0 else { return 0 }
    return numerator / (0.058 * log(gamma / (1 + g2 * cubeRootZ * gamma)) - 0.14)
  }

  public func callAsFunction(totalEnergy_GeV energy: Double, fraction v: Double) -> Double {
    let limits = fractionLimits(totalEnergy_GeV: energy)
    guard v > limits.lowest, v < limits.highest, let lowest = lowestLogRemainder(energy, v) else { return 0 }
    let integral = quadrature.integrate(lowest, 0) { density(logRemainder: $0, energy, v) }
    let strength = Constants.fineStructure * Constants.classicalElectronRadius_mm
    return 4 / (3 * Double.pi) * z * (z + atomicElectrons(totalEnergy_GeV: energy))
      * strength * strength * (1 - v) / v * integral
  }

  /// ρ of a pair, either sign: rejection in t = ln(1 − |ρ|), in which the density is smooth, under 1.15 times
  /// the largest of 17 values. 0 where the spectrum is empty.
  public func sampleAsymmetry(
    totalEnergy_GeV energy: Double, fraction v: Double, _ rng: inout RandomStream
  ) -> Double {
    guard let lowest = lowestLogRemainder(energy, v) else { return 0 }
    let bound = asymmetryBound(energy, v, lowest)
    guard bound > 0 else { return 0 }
    for _ in 0..<10_000 {
      let t = lowest * rng.uniform()
      if rng.uniform() * bound < density(logRemainder: t, energy, v) {
        let rho = -expm1(t)
        return rng.uniform() < 0.5 ? rho : -rho
      }
    }
    return 0
  }

  /// ln(1 − ρ_max); nil where no pair fits.
  func lowestLogRemainder(_ energy: Double, _ v: Double) -> Double? {
    let mu = Constants.muonMass_GeV
    let muonKick = 1 - 6 * mu * mu / (energy * energy * (1 - v))
    let lowest = 4 * Constants.electronMass_GeV / energy
    guard v > lowest, v < 1, muonKick > 0 else { return nil }
    return log1p(-muonKick * (1 - lowest / v).squareRoot())
  }

  func asymmetryBound(_ energy: Double, _ v: Double, _ lowest: Double) -> Double {
    var largest = 0.0
    for k in 0...16 {
      largest = max(largest, density(logRemainder: lowest * Double(k) / 16, energy, v))
    }
    return 1.15 * largest
  }

  /// Density of t = ln(1 − ρ), not normalised.
  func density(logRemainder t: Double, _ energy: Double, _ v: Double) -> Double {
    let ratio = Constants.electronMass_GeV / Constants.muonMass_GeV
    let remainder = exp(t)
    return remainder
      * asymmetryDensity(rho: 1 - remainder, v: v, energy: energy, ratio2: ratio * ratio)
  }

  /// Φ_e + (m/μ)² Φ_μ.
  private func asymmetryDensity(rho: Double, v: Double, energy: Double, ratio2: Double) -> Double {
    let m = Constants.electronMass_GeV
    let mu = Constants.muonMass_GeV
    let r2 = rho * rho
    let beta = v * v / (2 * (1 - v))
    let xi = mu * mu * v * v * (1 - r2) / (4 * m * m * (1 - v))
    let common = 2 * m * Self.sqrtE * Self.screening / cubeRootZ / (energy * v * (1 - r2))

    let ye =
      (5 - r2 + 4 * beta * (1 + r2))
      / (2 * (1 + 3 * beta) * log(3 + 1 / xi) - r2 - 2 * beta * (2 - r2))
    let ze = (1 + xi) * (1 + ye)
    let size = 3 * m * cubeRootZ / (2 * mu)
    let le =
      log(Self.screening / cubeRootZ * ze.squareRoot() / (1 + common * ze))
      - 0.5 * log1p(size * size * ze)
    let be: Double
    if xi > 1e3 {
      be = 0.5 / xi * (3 - r2 + 2 * beta * (1 + r2))
    } else {
      be =
        ((2 + r2) * (1 + beta) + xi * (3 + r2)) * log1p(1 / xi) + (1 - r2 - beta) / (1 + xi) - (3 + r2)
    }

    let ym =
      (4 + r2 + 3 * beta * (1 + r2))
      / ((1 + r2) * (1.5 + 2 * beta) * log(3 + xi) + 1 - 1.5 * r2)
    let inverse = ((1 + 1 / xi) * (1 + ym)).squareRoot()
    let lm =
      log(mu / m * Self.screening / cubeRootZ * inverse / (1 + common * (1 + xi) * (1 + ym)))
      - log(1.5 * cubeRootZ * inverse)
    let bm: Double
    if xi < 1e-3 {
      bm = 0.5 * xi * (5 - r2 + beta * (3 + r2))
    } else {
      bm =
        ((1 + r2) * (1 + 1.5 * beta) - (1 + 2 * beta) * (1 - r2) / xi) * log1p(xi)
        + xi * (1 - r2 - beta) / (1 + xi) + (1 + 2 * beta) * (1 - r2)
    }
    return max(be * le, 0) + ratio2 * max(bm * lm, 0)
  }
}
