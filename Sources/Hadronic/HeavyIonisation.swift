import Core
import Matter
import Numerics

/// Energy loss of a heavy charged particle (unit charge) to atomic electrons, knock-on electrons included.
///
///     −dE/dx = (2π r_e² m n_e/β²) [ln(2mβ²γ²W_max/I²) − 2β² − δ(βγ)]
///
/// - Valid: βγ > 0.05, where it meets a curve ∝ β going to zero (Lindhard's regime in shape only): protons below
///   1.2 MeV stop within 20 µm of iron, so that nothing depends on it. No shell and Barkas terms (1 % above βγ = 0.3).
/// - Source: PDG, "Passage of particles through matter"; density effect as in `Matter`.
public struct HeavyIonisation: Sendable {
  let material: Material
  public let mass_GeV: Double

  public init(material: Material, mass_GeV: Double) {
    self.material = material
    self.mass_GeV = mass_GeV
  }

  /// [GeV/mm]
  public func loss_GeV_per_mm(kineticEnergy_GeV t: Double) -> Double {
    guard material.electronDensity_per_mm3 > 1e3 else { return 0 }
    let bg2 = t / mass_GeV * (t / mass_GeV + 2)
    let lowest = 0.05 * 0.05
    if bg2 < lowest { return bethe(lowest) * (bg2 / lowest).squareRoot() }
    return bethe(bg2)
  }

  private func bethe(_ bg2: Double) -> Double {
    let m = Constants.electronMass_GeV
    let gamma = (1 + bg2).squareRoot()
    let beta2 = bg2 / (1 + bg2)
    let ratio = m / mass_GeV
    let wMax = 2 * m * bg2 / (1 + 2 * gamma * ratio + ratio * ratio)
    let i = material.meanExcitationEnergy_GeV
    let re = Constants.classicalElectronRadius_mm
    let strength = 2 * Double.pi * re * re * m * material.electronDensity_per_mm3 / beta2
    let bracket =
      log(2 * m * bg2 * wMax / (i * i)) - 2 * beta2
      - material.densityEffect(betaGamma: bg2.squareRoot())
    return strength * max(bracket, 0.5)
  }
}
