import Core
import Events
import Numerics

/// What a compound nucleus emits.
///
/// Capture cross sections of the inverse reaction after Dostrovsky, Fraenkel and Friedlander, Phys. Rev. 116 (1959) 683, Table I:
///
///     σ = σ_g α (n),   σ_g (1 + c)(1 − k V/ε) (p, α),   α = 0.76 + 2.2 A^{−1/3},   V = 1.44 MeV fm zZ/(1.5 A^{1/3} fm + ρ)
///
/// with k and c tabulated in Z (recalled, not compared with the table); d, t have 0.06 and 0.12 more than k of protons and a half and a third of their c, ³He 0.06 less than k of α.
struct Ejectile {
  let massNumber: Int
  let atomicNumber: Int
  /// (2s + 1) m/(2 m_n).
  let weight: Double
  /// What is added to k of its family.
  let barrierShift: Double
  let radius_fm: Double

  static let all = [
    Ejectile(massNumber: 1, atomicNumber: 0, weight: 1, barrierShift: 0, radius_fm: 0),
    Ejectile(massNumber: 1, atomicNumber: 1, weight: 1, barrierShift: 0, radius_fm: 0),
    Ejectile(massNumber: 2, atomicNumber: 1, weight: 3, barrierShift: 0.06, radius_fm: 1.2),
    Ejectile(massNumber: 3, atomicNumber: 1, weight: 3, barrierShift: 0.12, radius_fm: 1.2),
    Ejectile(massNumber: 3, atomicNumber: 2, weight: 3, barrierShift: -0.06, radius_fm: 1.2),
    Ejectile(massNumber: 4, atomicNumber: 2, weight: 2, barrierShift: 0, radius_fm: 1.2),
  ]

  /// Charge, k and c of protons, k and c of α.
  private static let table: [(z: Double, kp: Double, cp: Double, ka: Double, ca: Double)] = [
    (10, 0.42, 0.50, 0.68, 0.10), (20, 0.58, 0.28, 0.82, 0.10), (30, 0.68, 0.20, 0.91, 0.10),
    (50, 0.77, 0.15, 0.97, 0.08), (70, 0.80, 0.10, 0.98, 0.06),
  ]
  private static let proton = (0..<120).map { interpolate(Double($0), \.kp, \.cp) }
  private static let alpha = (0..<120).map { interpolate(Double($0), \.ka, \.ca) }

  private typealias Row = (z: Double, kp: Double, cp: Double, ka: Double, ca: Double)

  private static func interpolate(_ z: Double, _ k: KeyPath<Row, Double>, _ c: KeyPath<Row, Double>)
    -> (k: Double, c: Double)
  {
    let z = min(max(z, table[0].z), table[table.count - 1].z)
    let upper = max(1, table.firstIndex { $0.z >= z }!)
    let (low, high) = (table[upper - 1], table[upper])
    let t = (z - low.z) / (high.z - low.z)
    func between(_ path: KeyPath<Row, Double>) -> Double {
      low[keyPath: path] + t * (high[keyPath: path] - low[keyPath: path])
    }
    return (between(k), between(c))
  }

  /// Barrier [GeV] and statistical weight for emission from a nucleus of which `left` remains.
  @inline(__always) func emission(_ left: Nucleus) -> (barrier_GeV: Double, weight: Double) {
    let cube = Nucleus.cubeRoot(left.massNumber)
    if atomicNumber == 0 { return (0, weight * (0.76 + 2.2 / cube)) }
    let z = min(left.atomicNumber, 119)
    let family = atomicNumber == 1 ? Self.proton[z] : Self.alpha[z]
    let factor = 1 + (atomicNumber == 1 ? family.c / Double(massNumber) : family.c)
    let coulomb = 1.44e-3 * Double(atomicNumber * left.atomicNumber) / (1.5 * cube + radius_fm)
    return ((family.k + barrierShift) * coulomb, weight * factor)
  }
}

extension HadronicCascade {
  /// Cools the residual nucleus: n, p, d, t, ³He and α by Weisskopf's weights
  ///
  ///     Γ ∝ (2s + 1) m f U e^{2√(aU)},  U = E* − S − kV,  a = A′/8 MeV⁻¹,   kinetic energies kV + Gamma(2) √(U/a)
  ///
  /// with A′ nucleons left, barriers kV and factors f by `Ejectile`. Then photons of 2 MeV on average.
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
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * Ejectile.all.count) { memory in
      var top = 0.0
      for (index, ejectile) in Ejectile.all.enumerated() {
        let left = residual.without(ejectile.massNumber, ejectile.atomicNumber)
        memory[3 * index] = -1
        // Nothing is emitted from what is hardly more than the ejectile itself.
        guard left.atomicNumber > 0 || ejectile.atomicNumber == 0 && left.atomicNumber >= 0,
          left.neutronNumber >= 0,
          left.massNumber >= ejectile.massNumber
        else { continue }
        let ejected =
          ejectile.massNumber == 1
          ? Double(1 - ejectile.atomicNumber) * Nucleus.neutronSurplus_GeV
          : Nucleus(massNumber: ejectile.massNumber, atomicNumber: ejectile.atomicNumber).availableRest_GeV
        let emission = ejectile.emission(left)
        let u = excitation - (left.availableRest_GeV + ejected - rest) - emission.barrier_GeV
        memory[3 * index] = u
        memory[3 * index + 2] = emission.weight
        if u > 0 { top = max(top, 2 * (125 * Double(left.massNumber) * u).squareRoot()) }
      }
      var sum = 0.0
      for (index, ejectile) in Ejectile.all.enumerated() {
        let u = memory[3 * index]
        let level = 125 * Double(residual.massNumber - ejectile.massNumber)  // per GeV
        // A thermal neutron's capture must not end in its emission by rounding.
        let weight = u > 1e-6 ? memory[3 * index + 2] * u * exp(2 * (level * u).squareRoot() - top) : 0
        memory[3 * index + 1] = weight
        sum += weight
      }
      guard sum > 0 else { return false }
      var choice = rng.uniform() * sum
      var chosen = 0
      for index in 0..<Ejectile.all.count where memory[3 * index + 1] > 0 {
        chosen = index
        choice -= memory[3 * index + 1]
        if choice < 0 { break }
      }
      let ejectile = Ejectile.all[chosen]
      let u = memory[3 * chosen]
      let left = residual.without(ejectile.massNumber, ejectile.atomicNumber)
      let kinetic = thermalEnergy(u, (u / (125 * Double(left.massNumber))).squareRoot(), &rng)
      excitation = u - kinetic
      residual = left
      let energy = kinetic + ejectile.emission(left).barrier_GeV
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
