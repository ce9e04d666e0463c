import Core
import Numerics

/// dσ/dk of bremsstrahlung in the fields of a nucleus and its electrons, before it is normalised to the
/// measured and computed total (see `BremsstrahlungCrossSection`) and before suppression by the medium.
///
///     dσ/dk = (α r_e²/k) F h { Z² [B + q ((φ1(γ) − φ1(∞))/β² − 4 f_c) + ⅔ (1−y)(φ1−φ2)]
///                            + Z  [B + q (ψ1(ε) − ψ1(∞))/β²          + ⅔ (1−y)(ψ1−ψ2)] }
///
/// y = k/E, q = (4 − 4y + 3y²)/3.
///
/// - B is the Bethe–Heitler spectrum without screening, exact in the Born approximation [1, 3BN].
/// - Screening is added as the difference of Tsai's Thomas–Fermi functions [2, Eqs. (3.38–3.41)] from
///   their own limit without screening, φ1(∞) = 4 ln(m/q_min) − 2 + (4/3) ln Z. Their arguments are
///   written with the exact least momentum transfer, γ = 200 q_min/(m Z^{1/3}), q_min = p0 − p − k,
///   which is Tsai's 100 m k/(E E' Z^{1/3}) at high energy; 1/β² is the weight of the logarithm in the
///   soft limit of B.
/// - F is Elwert's factor [3], which keeps the cross section finite at the tip and, with the opposite
///   sign of the charges, suppresses positrons. f_c [4] sets in around 11 MeV.
/// - h = exp[0.524 (Z/82)^{3/2} κ/(1 + T'/0.974 MeV)], κ = k/T, T' = T − k, hardens the spectrum of heavy
///   elements where the electron leaves slowly, as exact Coulomb wave functions do. Its strength and
///   energy and the onset of f_c are our fit to the spectra of Seltzer and Berger [5] for lead,
///   0.1–20 MeV, its power of Z to those for copper; residuals are below 4 % for 0.05 ≤ κ ≤ 0.9 above
///   0.3 MeV.
/// - For Z < 5 the radiation logarithms are Tsai's [2, Table B.2].
///
/// - Approximation: only the shape matters below 1 GeV; above, this is Tsai's formula.
/// - Valid: kinetic energy 1 keV … 10 TeV; 0 outside 0 < k < T.
///
/// [1] Koch, Motz, Rev. Mod. Phys. 31 (1959) 920. [2] Tsai, Rev. Mod. Phys. 46 (1974) 815.
/// [3] Elwert, Ann. Phys. 34 (1939) 178. [4] Davies, Bethe, Maximon, Phys. Rev. 93 (1954) 788.
/// [5] Seltzer, Berger, At. Data Nucl. Data Tables 35 (1986) 345; Pratt et al., ibid. 20 (1977) 175.
public struct BremsstrahlungShape: Sendable {
  public let atomicNumber: Int
  let z: Double
  let logZ: Double
  let cubeRootZ: Double
  let coulombCorrection: Double
  /// (Z/82)^{3/2}.
  let hardeningStrength: Double
  /// Shifts of φ1 and ψ1 from Thomas–Fermi to Tsai's radiation logarithms for the lightest atoms.
  let elasticShift: Double
  let inelasticShift: Double

  public init(atomicNumber: Int) {
    self.atomicNumber = atomicNumber
    z = Double(atomicNumber)
    logZ = log(z)
    cubeRootZ = exp(logZ / 3)
    hardeningStrength = pow(z / 82, 1.5)
    coulombCorrection = Self.coulombCorrection(atomicNumber: atomicNumber)
    let logarithms: [(Double, Double)] = [(5.31, 6.144), (4.79, 5.621), (4.74, 5.805), (4.71, 5.924)]
    if atomicNumber < 5 {
      let (elastic, inelastic) = logarithms[max(atomicNumber, 1) - 1]
      elasticShift = 4 * elastic + (4.0 / 3) * logZ - 20.863
      inelasticShift = 4 * inelastic + (8.0 / 3) * logZ - 28.340
    } else {
      elasticShift = 0
      inelasticShift = 0
    }
  }

  /// f_c(Z) of Davies, Bethe and Maximon, Phys. Rev. 93 (1954) 788, in the form of the PDG review.
  public static func coulombCorrection(atomicNumber: Int) -> Double {
    let a = Constants.fineStructure * Double(atomicNumber)
    let a2 = a * a
    return a2 * (1 / (1 + a2) + 0.20206 + a2 * (-0.0369 + a2 * (0.0083 - 0.002 * a2)))
  }

  /// The two parts of k·dσ/dk [barn]: the one that multiple scattering in the medium suppresses
  /// (Landau, Pomeranchuk, Migdal), and the small rest that it leaves alone.
  public struct Terms {
    public var main: Double
    public var rest: Double
  }

  /// k dσ/dk in barn; `kineticEnergy_GeV` of the electron before, `photonEnergy_GeV` = k.
  public func callAsFunction(
    kineticEnergy_GeV: Double, photonEnergy_GeV: Double, isPositron: Bool = false
  ) -> Terms {
    let m = Constants.electronMass_GeV
    let k = photonEnergy_GeV / m
    let after = (kineticEnergy_GeV - photonEnergy_GeV) / m
    guard k > 0, after > 0 else { return Terms(main: 0, rest: 0) }
    let t = kineticEnergy_GeV / m
    let e0 = 1 + t
    let e = 1 + after
    let p0 = (t * (t + 2)).squareRoot()
    let p = (after * (after + 2)).squareRoot()
    let y = k / e0
    let q = (4 - 4 * y + 3 * y * y) / 3
    // (p0 − p − k)/m without cancellation.
    let leastTransfer = k * (1 / (e0 + p0) + 1 / (e + p)) / (p0 + p)
    let gamma = 200 * leastTransfer / cubeRootZ
    let epsilon = gamma / cubeRootZ
    let logGamma = log(gamma)
    let logEpsilon = logGamma - logZ / 3
    let logWeight = e0 * e0 / (p0 * p0)

    let screening =
      20.863 - 2 * log1pSquare(0.55846 * gamma)
      - 4 * (1 - 0.6 * exp(-0.9 * gamma) - 0.4 * exp(-1.5 * gamma)) - (19.19317 - 4 * logGamma)
    let electronScreening =
      28.340 - 2 * log1pSquare(3.621 * epsilon)
      - 4 * (1 - 0.7 * exp(-8 * epsilon) - 0.3 * exp(-29.2 * epsilon)) - (19.19317 - 4 * logEpsilon)
    let difference = (2.0 / 3) / (1 + gamma * (6.5 + 6 * gamma))
    let electronDifference = (2.0 / 3) / (1 + epsilon * (40 + 400 * epsilon))

    let born = Self.unscreened(e0: e0, e: e, p0: p0, p: p, k: k)
    let onset = coulombOnset(kineticEnergy_GeV)
    let main =
      z * z
      * (born + q * (logWeight * (screening + elasticShift) - 4 * onset * coulombCorrection))
      + z * (born + q * logWeight * (electronScreening + inelasticShift))
    let rest = (2.0 / 3) * (1 - y) * (z * z * difference + z * electronDifference)
    let elwert = elwertFactor(beta0: p0 / e0, beta: p / e, isPositron: isPositron)
    let kappa = photonEnergy_GeV / kineticEnergy_GeV
    let left = kineticEnergy_GeV - photonEnergy_GeV
    let hardening = exp(
      hardeningStrength * 0.524 * kappa / (1 + left / 0.974e-3))
    let scale = Self.scale_barn * elwert * hardening
    if main + rest <= 0 { return Terms(main: 0, rest: 0) }
    return Terms(main: scale * main, rest: scale * rest)
  }

  static let scale_barn =
    Constants.fineStructure * Constants.classicalElectronRadius_mm * Constants.classicalElectronRadius_mm
    / Constants.barn_mm2

  /// The Coulomb correction in its additive form belongs to high energies; at low energies Elwert's
  /// factor takes its place.
  func coulombOnset(_ kineticEnergy_GeV: Double) -> Double {
    let x = kineticEnergy_GeV / 0.011
    return x * x / (1 + x * x)
  }

  /// Elwert's factor; for positrons the sign of the charge product changes.
  func elwertFactor(beta0: Double, beta: Double, isPositron: Bool) -> Double {
    let a = 2 * Double.pi * Constants.fineStructure * z
    let factor = beta0 / beta * (-expm1(-a / beta0)) / (-expm1(-a / beta))
    return isPositron ? factor * exp(-a * (1 / beta - 1 / beta0)) : factor
  }

  /// Bethe–Heitler without screening, integrated over angles [1, 3BN], in units of α r_e² Z²/k.
  static func unscreened(e0: Double, e: Double, p0: Double, p: Double, k: Double) -> Double {
    let l = 2 * log((e0 * e + p0 * p - 1) / k)
    let l0 = 2 * log(e0 + p0)
    let l1 = 2 * log(e + p)
    let p03 = p0 * p0 * p0
    let p3 = p * p * p
    let first =
      4.0 / 3 - 2 * e0 * e * (p * p + p0 * p0) / (p0 * p0 * p * p) + l0 * e / p03 + l1 * e0 / p3
      - l0 * l1 / (p0 * p)
    let second =
      8 * e0 * e / (3 * p0 * p) + k * k * (e0 * e0 * e * e + p0 * p0 * p * p) / (p03 * p3)
      + k / (2 * p0 * p)
      * ((e0 * e + p0 * p0) / p03 * l0 - (e0 * e + p * p) / p3 * l1
        + 2 * k * e0 * e / (p * p * p0 * p0))
    return p / p0 * (first + l * second)
  }
}

/// ln(1 + x²).
@inline(__always) func log1pSquare(_ x: Double) -> Double { log1p(x * x) }
