import Core
import Matter
import Numerics

/// γ Z → μ⁺ μ⁻ Z in the field of a nucleus screened by its electrons, per atom.
///
///     dσ/dx = 4 α Z² r_c² [1 − (4/3) x(1−x)] ln W,   x = E_μ/E_γ,   r_c = r_e m_e/m_μ       [1]
///     W = W∞ [1 + (D_n √e − 2) δ/m_μ] / [1 + B Z^(−1/3) √e δ/m_e],   δ = m_μ²/[2E x(1−x)]
///     W∞ = B Z^(−1/3) m_μ/(D_n m_e);   B = 183, D_n = 1.54 A^0.27 (hydrogen: 202.4, 1.49)
///
/// with ln W → 0 where W < 1. W is a ratio of two linear functions of δ, so the edge W = 1 is known in
/// closed form: δ_max = (W∞ − 1)/[B Z^(−1/3) √e/m_e − W∞ (D_n √e − 2)/m_μ].
///
/// - Approximation: Born, high energy, form factors of [1]. Exact Born with the form factors of this
///   library (`MuonPairSampler`) is compared in docs/physics/rare_processes.md.
/// - Valid: E > 1 GeV; below, to some 10 %. The total must be integrated: the fit to it in a widely used
///   toolkit has a constant in the wrong unit and is 14.5 % low at 1 GeV on lead.
/// - Numerics: integration in ln x/(1−x) from the edge to ½; agrees with an adaptive integral to its printed digits, 4e-7.
/// - Checked by: `MuonPairTests`.
///
/// [1] Burkhardt, Kelner, Kokoulin, CERN-SL-2002-016 (AP) (2002).
public struct PhotonToMuonPair: Sendable {
  public let element: Element
  private let prefactor: Double
  private let saturation: Double
  private let sizeSlope: Double
  private let screeningSlope: Double
  /// δ at W = 1, GeV.
  private let highestDelta: Double

  public init(element: Element) throws {
    guard element.atomicNumber >= 1, element.atomicMass.isFinite, element.atomicMass > 0 else {
      throw HermeticError(
        .argument,
        "element \(element.symbol) has Z = \(element.atomicNumber), A = \(element.atomicMass) "
          + "(a target needs both positive). Use an element of the Matter library.")
    }
    self.element = element
    let z = Double(element.atomicNumber)
    let hydrogen = element.atomicNumber == 1
    let screening = (hydrogen ? 202.4 : 183) * exp(-log(z) / 3)
    let size = hydrogen ? 1.49 : 1.54 * exp(0.27 * log(element.atomicMass))
    let rootE = exp(0.5)
    let me = Constants.electronMass_GeV
    let mu = Constants.muonMass_GeV
    let radius_mm = Constants.classicalElectronRadius_mm * me / mu
    prefactor = 4 * Constants.fineStructure * z * z * radius_mm * radius_mm * Constants.mm2_pb
    saturation = screening * mu / (size * me)
    sizeSlope = (size * rootE - 2) / mu
    screeningSlope = screening * rootE / me
    highestDelta = (saturation - 1) / (screeningSlope - saturation * sizeSlope)
  }

  /// Where the cross section begins: W = 1 at x = ½, and never below 4 m_μ where [1] ends.
  public var thresholdEnergy_GeV: Double {
    let mu = Constants.muonMass_GeV
    return max(4 * mu, 2 * mu * mu / highestDelta)
  }

  /// Lowest x with a cross section; the highest is 1 − x. Nil below threshold.
  func lowestFraction(energy: Double) -> Double? {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return nil }
    let mu = Constants.muonMass_GeV
    // x(1−x) ≥ largest of m_μ/E and m_μ²/(2E δ_max); x = product/(½ + √(¼ − product)).
    let product = max(mu / energy, mu * mu / (2 * energy * highestDelta))
    guard product < 0.25 else { return nil }
    return product / (0.5 + (0.25 - product).squareRoot())
  }

  /// dσ/dx.
  ///
  /// - Returns: [pb per atom]; 0 outside the limits.
  public func differentialCrossSection_pb(photonEnergy_GeV energy: Double, x: Double) -> Double {
    guard let lowest = lowestFraction(energy: energy), x > lowest, x < 1 - lowest else { return 0 }
    let mu = Constants.muonMass_GeV
    let sharing = x * (1 - x)
    let delta = mu * mu / (2 * energy * sharing)
    let w = saturation * (1 + sizeSlope * delta) / (1 + screeningSlope * delta)
    return w > 1 ? prefactor * (1 - sharing * 4 / 3) * log(w) : 0
  }

  /// ∫ dσ/dx dx.
  ///
  /// - Returns: [pb per atom]; 0 below threshold.
  public func totalCrossSection_pb(photonEnergy_GeV energy: Double) -> Double {
    guard let lowest = lowestFraction(energy: energy) else { return 0 }
    // From the edge to ½, twice; z = ln x/(1−x), dx = x(1−x) dz.
    return 2
      * Self.rule.integrate(log(lowest / (1 - lowest)), 0, panels: 3) { z in
        let x = exp(z) / (1 + exp(z))
        return x * (1 - x) * differentialCrossSection_pb(photonEnergy_GeV: energy, x: x)
      }
  }

  private static let rule = GaussLegendre(count: 24)
}
