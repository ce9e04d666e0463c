import Core
import Matter
import Numerics

/// Mean energy loss of e± to atomic electrons in collisions that transfer less than a cut.
///
///     dE/dx = (2π r_e² m n_e/β²) [ ln(2(γ+1)/(I/m)²) + F±(τ, τ_up) − δ ],   τ = γ − 1
///     τ_up = min(W_cut/m, τ/2) for e⁻, min(W_cut/m, τ) for e⁺
///
/// with F± of Møller and Bhabha collisions [1] and Sternheimer's δ.
///
/// - Valid: T ≥ 10 keV at 1 % (no shell corrections, as ESTAR). Below max(1 keV, 2I) the loss is taken
///   proportional to the velocity, a sane continuation without claim.
/// - Returns: [GeV/mm]
/// - Checked by: `CollisionStoppingPowerTests`.
///
/// [1] Berger, Seltzer, NASA SP-3012 (1964); ICRU Report 37 (1984); restricted forms as in Messel,
/// Crawford (1970).
public struct CollisionStoppingPower: Sendable {
  let electronDensity_per_mm3: Double
  let excitation: Double  // I/m
  let densityEffect: SternheimerDensityEffect
  public let isPositron: Bool

  public init(material: Material, isPositron: Bool) {
    electronDensity_per_mm3 = material.electronDensity_per_mm3
    excitation = material.meanExcitationEnergy_GeV / Constants.electronMass_GeV
    densityEffect = material.densityEffect
    self.isPositron = isPositron
  }

  /// Restricted to transfers below `cut_GeV`; pass infinity for the total.
  public func callAsFunction(kineticEnergy_GeV: Double, cut_GeV: Double) -> Double {
    guard electronDensity_per_mm3 > 0, kineticEnergy_GeV > 0 else { return 0 }
    let lowest = max(1e-6 / Constants.electronMass_GeV, 2 * excitation)
    let tau = max(kineticEnergy_GeV / Constants.electronMass_GeV, lowest)
    let gamma = 1 + tau
    let beta2 = tau * (tau + 2) / (gamma * gamma)
    let cut = cut_GeV / Constants.electronMass_GeV
    let f = isPositron ? Self.bhabha(tau, min(cut, tau)) : Self.moller(tau, min(cut, 0.5 * tau))
    let delta = densityEffect(betaGamma: (tau * (tau + 2)).squareRoot())
    let bracket = log(2 * (gamma + 1) / (excitation * excitation)) + f - delta
    let re = Constants.classicalElectronRadius_mm
    let value =
      2 * Double.pi * re * re * Constants.electronMass_GeV * electronDensity_per_mm3 / beta2
      * max(bracket, 0.1)
    let ratio = kineticEnergy_GeV / Constants.electronMass_GeV / tau
    return ratio < 1 ? value * ratio.squareRoot() : value
  }

  /// F⁻(τ, τ_up).
  static func moller(_ tau: Double, _ up: Double) -> Double {
    let gamma2 = (tau + 1) * (tau + 1)
    let beta2 = tau * (tau + 2) / gamma2
    return -1 - beta2 + log((tau - up) * up) + tau / (tau - up)
      + (0.5 * up * up + (2 * tau + 1) * log1p(-up / tau)) / gamma2
  }

  /// F⁺(τ, τ_up).
  static func bhabha(_ tau: Double, _ up: Double) -> Double {
    let gamma2 = (tau + 1) * (tau + 1)
    let beta2 = tau * (tau + 2) / gamma2
    let y = 1 / (tau + 2)
    let up2 = up * up
    let up3 = up2 * up
    let y2 = y * y
    return log(tau * up)
      - beta2 / tau
      * (tau + 2 * up - 1.5 * y * up2 - (up - up3 / 3) * y2
        - (0.5 * up2 - tau * up3 / 3 + 0.25 * up2 * up2) * y2 * y)
  }
}
