import Core
import Events
import Numerics

/// What a compound nucleus emits.
struct Ejectile {
  let massNumber: Int
  let atomicNumber: Int
  /// (2s + 1) m/(2 m_n).
  let weight: Double
  /// Share of the Coulomb barrier that is to be overcome, and the ejectile's radius.
  let barrier: Double
  let radius_fm: Double

  static let all = [
    Ejectile(massNumber: 1, atomicNumber: 0, weight: 1, barrier: 0, radius_fm: 0),
    Ejectile(massNumber: 1, atomicNumber: 1, weight: 1, barrier: 0.7, radius_fm: 1),
    Ejectile(massNumber: 2, atomicNumber: 1, weight: 3, barrier: 0.7, radius_fm: 1.5),
    Ejectile(massNumber: 3, atomicNumber: 1, weight: 3, barrier: 0.7, radius_fm: 1.7),
    Ejectile(massNumber: 3, atomicNumber: 2, weight: 3, barrier: 0.75, radius_fm: 1.8),
    Ejectile(massNumber: 4, atomicNumber: 2, weight: 2, barrier: 0.75, radius_fm: 2.2),
  ]

  /// [GeV], from a nucleus of which `left` remains.
  @inline(__always) func barrier_GeV(_ left: Nucleus) -> Double {
    if atomicNumber == 0 { return 0 }
    return barrier * 1.44e-3 * Double(atomicNumber * left.atomicNumber)
      / (1.3 * Nucleus.cubeRoot(left.massNumber + massNumber) + radius_fm)
  }
}

extension HadronicCascade {
  /// Cools the residual nucleus: n, p, d, t, ³He and α by Weisskopf's weights
  ///
  ///     Γ ∝ (2s + 1) m U e^{2√(aU)},  U = E* − S − V,  a = A′/8 MeV⁻¹,   kinetic energies V + Gamma(2) √(U/a)
  ///
  /// with A′ nucleons left. Then photons of 2 MeV on average. Charged ones leave over 0.7 (He: 0.75) of the Coulomb barrier;
  /// d, t, ³He, α (and what is left of very light nuclei) are deposited on the spot. Emission is isotropic in the laboratory;
  /// the recoil it gives is neglected.
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
    let rest = residual.availableRest_GeV
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Ejectile.all.count) { memory in
      var top = 0.0
      for (index, ejectile) in Ejectile.all.enumerated() {
        let left = residual.without(ejectile.massNumber, ejectile.atomicNumber)
        memory[2 * index] = -1
        // Nothing is emitted from what is hardly more than the ejectile itself.
        guard left.atomicNumber > 0 || ejectile.atomicNumber == 0 && left.atomicNumber >= 0,
          left.neutronNumber >= 0,
          left.massNumber >= ejectile.massNumber
        else { continue }
        let ejected =
          ejectile.massNumber == 1
          ? Double(1 - ejectile.atomicNumber) * Nucleus.neutronSurplus_GeV
          : Nucleus(massNumber: ejectile.massNumber, atomicNumber: ejectile.atomicNumber).availableRest_GeV
        let u = excitation - (left.availableRest_GeV + ejected - rest) - ejectile.barrier_GeV(left)
        memory[2 * index] = u
        if u > 0 { top = max(top, 2 * (125 * Double(left.massNumber) * u).squareRoot()) }
      }
      var sum = 0.0
      for (index, ejectile) in Ejectile.all.enumerated() {
        let u = memory[2 * index]
        let level = 125 * Double(residual.massNumber - ejectile.massNumber)  // per GeV
        // A thermal neutron's capture must not end in its emission by rounding.
        let weight = u > 1e-6 ? ejectile.weight * u * exp(2 * (level * u).squareRoot() - top) : 0
        memory[2 * index + 1] = weight
        sum += weight
      }
      guard sum > 0 else { return false }
      var choice = rng.uniform() * sum
      var chosen = 0
      for index in 0..<Ejectile.all.count where memory[2 * index + 1] > 0 {
        chosen = index
        choice -= memory[2 * index + 1]
        if choice < 0 { break }
      }
      let ejectile = Ejectile.all[chosen]
      let u = memory[2 * chosen]
      let left = residual.without(ejectile.massNumber, ejectile.atomicNumber)
      let kinetic = thermalEnergy(u, (u / (125 * Double(left.massNumber))).squareRoot(), &rng)
      excitation = u - kinetic
      residual = left
      let energy = kinetic + ejectile.barrier_GeV(left)
      if ejectile.massNumber == 1 {
        final.add(
          ejectile.atomicNumber == 0 ? .neutron : .proton, kineticEnergy_GeV: energy,
          direction: rng.isotropic())
      } else {
        let fragment = Nucleus(massNumber: ejectile.massNumber, atomicNumber: ejectile.atomicNumber)
        fragments.massNumber += fragment.massNumber
        fragments.atomicNumber += fragment.atomicNumber
        fragmentCount += 1
        fragmentsRest_GeV += fragment.availableRest_GeV
        final.localDeposit_GeV += energy
      }
      return true
    }
  }

  private func thermalEnergy(_ most: Double, _ thermal: Double, _ rng: inout RandomStream) -> Double {
    for _ in 0..<40 {
      let energy = thermal * (rng.exponential() + rng.exponential())
      if energy < most { return energy }
    }
    return 0.5 * most
  }
}
