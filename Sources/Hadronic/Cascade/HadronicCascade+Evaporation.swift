import Core
import Events
import Numerics

extension HadronicCascade {
  /// Cools the residual nucleus: n, p and α by Weisskopf's weights
  ///
  ///     Γ ∝ U e^{2√(aU)},  U = E* − S − V,  a = A/8 MeV⁻¹,   kinetic energies V + Gamma(2) √(U/a)
  ///
  /// α weights are multiplied by 3 for the deuterons and tritons that are not made (chosen by the response to protons).
  /// Then photons of 2 MeV on average. Protons leave over 0.7 of the Coulomb barrier; α particles (and what is left of very
  /// light nuclei) are deposited on the spot. Emission is isotropic in the laboratory; the recoil it gives is neglected.
  mutating func evaporate(excitation_GeV: Double, _ rng: inout RandomStream, into final: inout FinalState) {
    var excitation = excitation_GeV
    if residual.massNumber == 0 { return }
    if residual.massNumber == 1 {
      let nucleon: Particle = residual.atomicNumber == 1 ? .proton : .neutron
      final.add(nucleon, kineticEnergy_GeV: excitation, direction: rng.isotropic())
      residual = Nucleus(massNumber: 0, atomicNumber: 0)
      return
    }
    while residual.massNumber > 4, excitation > 0 {
      if !emitFragment(&excitation, &rng, &final) { break }
    }
    if residual.massNumber <= 4 {
      final.localDeposit_GeV += excitation
      return
    }
    while excitation > 1e-4 {
      let wanted = 1e-3 * (rng.exponential() + rng.exponential())
      let energy = excitation - wanted < 3e-4 ? excitation : wanted
      final.add(.photon, kineticEnergy_GeV: energy, direction: rng.isotropic())
      excitation -= energy
    }
    final.localDeposit_GeV += max(0, excitation)
  }

  private mutating func emitFragment(
    _ excitation: inout Double, _ rng: inout RandomStream, _ final: inout FinalState
  ) -> Bool {
    let a = Double(residual.massNumber)
    let z = Double(residual.atomicNumber)
    let level = 125 * a  // per GeV
    let cube = exp(log(a) / 3)
    let rest = residual.availableRest_GeV
    var weights = (0.0, 0.0, 0.0)
    var thermal = (0.0, 0.0, 0.0)
    let isEmpty = (
      neutron: residual.neutronNumber < 1, proton: residual.atomicNumber < 1,
      alpha: residual.massNumber < 8 || residual.atomicNumber < 3 || residual.neutronNumber < 3
    )
    let n = Nucleus(massNumber: residual.massNumber - 1, atomicNumber: residual.atomicNumber)
    let p = Nucleus(massNumber: residual.massNumber - 1, atomicNumber: residual.atomicNumber - 1)
    let h = Nucleus(massNumber: residual.massNumber - 4, atomicNumber: residual.atomicNumber - 2)
    let barrierP = 0.7 * 1.44e-3 * (z - 1) / (1.3 * cube + 1)
    let barrierAlpha = 0.75 * 2.88e-3 * (z - 2) / (1.3 * cube + 2.2)
    let alpha = Nucleus(massNumber: 4, atomicNumber: 2).availableRest_GeV
    let u = (
      isEmpty.neutron ? -1 : excitation - (n.availableRest_GeV + Nucleus.neutronSurplus_GeV - rest),
      isEmpty.proton ? -1 : excitation - (p.availableRest_GeV - rest) - barrierP,
      isEmpty.alpha ? -1 : excitation - (h.availableRest_GeV + alpha - rest) - barrierAlpha
    )
    let top = 2 * (level * max(u.0, u.1, u.2, 0)).squareRoot()
    // A thermal neutron's capture must not end in its emission by rounding.
    func weight(_ u: Double) -> (Double, Double) {
      guard u > 1e-6 else { return (0, 0) }
      return (u * exp(2 * (level * u).squareRoot() - top), (u / level).squareRoot())
    }
    (weights.0, thermal.0) = weight(u.0)
    (weights.1, thermal.1) = weight(u.1)
    (weights.2, thermal.2) = weight(u.2)
    weights.2 *= parameters.alphaWeight
    let sum = weights.0 + weights.1 + weights.2
    guard sum > 0 else { return false }
    let choice = rng.uniform() * sum
    if choice < weights.0 {
      let kinetic = thermalEnergy(u.0, thermal.0, &rng)
      excitation = u.0 - kinetic
      residual = n
      final.add(.neutron, kineticEnergy_GeV: kinetic, direction: rng.isotropic())
    } else if choice < weights.0 + weights.1 {
      let kinetic = thermalEnergy(u.1, thermal.1, &rng)
      excitation = u.1 - kinetic
      residual = p
      final.add(.proton, kineticEnergy_GeV: kinetic + barrierP, direction: rng.isotropic())
    } else {
      let kinetic = thermalEnergy(u.2, thermal.2, &rng)
      excitation = u.2 - kinetic
      residual = h
      fragments.massNumber += 4
      fragments.atomicNumber += 2
      final.localDeposit_GeV += kinetic + barrierAlpha
    }
    return true
  }

  private func thermalEnergy(_ most: Double, _ thermal: Double, _ rng: inout RandomStream) -> Double {
    for _ in 0..<40 {
      let energy = thermal * (rng.exponential() + rng.exponential())
      if energy < most { return energy }
    }
    return 0.5 * most
  }
}
