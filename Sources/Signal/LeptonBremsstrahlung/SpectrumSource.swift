/// What a `SpectrumTable` is made from: a spectrum dσ/dx, x = E_X/E, between kinematic limits.
protocol SpectrumSource: Sendable {
  var thresholdEnergy_GeV: Double { get }

  /// Nil below threshold.
  func energyFractionLimits(leptonEnergy_GeV: Double) -> (lowest: Double, highest: Double)?

  /// dσ/dx as a function of energy and x, for many calls.
  func spectrum() -> (_ energy: Double, _ x: Double) -> Double
}

extension BremsstrahlungProcess: SpectrumSource {
  func energyFractionLimits(leptonEnergy_GeV: Double) -> (lowest: Double, highest: Double)? {
    bremsstrahlung.energyFractionLimits(leptonEnergy_GeV: leptonEnergy_GeV)
  }
}

extension PhotonFusion: SpectrumSource {
  /// x = ω/E; the ALP has it but for the recoil of the nucleus.
  func energyFractionLimits(leptonEnergy_GeV energy: Double) -> (lowest: Double, highest: Double)? {
    guard energy.isFinite, energy > thresholdEnergy_GeV else { return nil }
    let lowest = lowestPhotonEnergy / energy
    let highest = (energy - leptonMass_GeV) / energy
    return lowest < highest ? (lowest, highest) : nil
  }

  func spectrum() -> (_ energy: Double, _ x: Double) -> Double {
    let fusion = self
    return { energy, x in energy * fusion.spectrum(energy: energy, omega: x * energy) }
  }
}
