import Core
import Events
import Numerics

/// Inelastic interactions of hadrons with nuclei: the "ν-collision splitting cascade".
///
/// 1. Impact parameter and place of the first collision in Woods and Saxon's density; above 4 GeV the number ν of
///    struck nucleons is 1 + Poisson(ρ σ_inel × way still to go), Glauber's picture (`HadronicCascade+Splitting`).
/// 2. Leading particle with a quasi-elastic and a diffractive peak and charge exchange, the rest by splitting light-cone
///    momentum, species with charge, baryon number and strangeness conserved; four-momentum exact.
/// 3. Slow products go on inside the nucleus: elastic and inelastic collisions, absorption of pions by pairs, Pauli
///    blocking (`HadronicCascade+Intranuclear`).
/// 4. What stays behind is excitation: evaporation of n, p, α, then photons (`HadronicCascade+Evaporation`).
///
/// Energy is conserved exactly, `nuclearLoss_GeV` being the change of the nuclei's rest energy; momentum too, the residual
/// nucleus taking the recoil, except that energy lacking for the ground state of a residual nucleus is taken from the
/// fastest product without turning it.
///
/// - Valid: 0–200 GeV. Do not trust: ratios of single resonances or exclusive channels, p_T > 2 GeV, nuclear level
///   schemes, fragments heavier than α, antinuclei, charm; polarisation is ignored.
/// - Sources: leading particles and collisions as in Hillas (ICRC 1981) and Fesefeldt's GHEISHA (PITHA 85-02) in idea; ν
///   from Glauber; m_T spectra; ⟨n⟩_A from ν (Busza et al., Phys. Rev. Lett. 34 (1975) 836); all constants are ours.
public struct HadronicCascade {
  let table = ParticleTable.shared
  /// Inside the nucleus, still to be followed.
  var inside = CascadeList()
  /// Out of the nucleus.
  var outside = CascadeList()
  /// Products of one collision.
  var products = CascadeList()
  var nucleus = Nucleus(massNumber: 1, atomicNumber: 1)
  var density = NuclearDensity(massNumber: 1)
  var field = MeanField()
  /// The residual nucleus of the last interaction; for tests of conservation.
  public internal(set) var residual = Nucleus(massNumber: 0, atomicNumber: 0)
  /// Charged and neutral light fragments that were deposited on the spot, as (ΣA, ΣZ).
  public internal(set) var fragments = Nucleus(massNumber: 0, atomicNumber: 0)
  public internal(set) var fragmentCount = 0
  /// Σ of their available energies at rest.
  public internal(set) var fragmentsRest_GeV = 0.0
  /// Struck nucleons of the last interaction.
  public internal(set) var collisions = 0
  public var initialMassNumber: Int { nucleus.massNumber }
  public var parameters = CascadeParameters()
  /// Light-cone fractions of the products in hand.
  let fractions = UnsafeMutablePointer<Double>.allocate(capacity: 8192)
  /// ∫ρ/ρ₀ from the collision in hand to the outside.
  var column_fm = 0.0
  /// How far the products in hand go before they can interact; not at all after elastic scattering.
  var formation_fm_per_GeV = 0.0

  public init() {}

  public func free() {
    inside.free()
    outside.free()
    products.free()
    fractions.deallocate()
  }

  /// One inelastic interaction with an atom's nucleus. Products are added to `final`, which is emptied first.
  public mutating func interact(
    _ projectile: Particle, kineticEnergy_GeV: Double, direction: Vector3, atomicNumber: Int,
    atomicMass: Double,
    _ rng: inout RandomStream, into final: inout FinalState
  ) {
    final.removeAll()
    inside.removeAll()
    outside.removeAll()
    let massNumber = atomicNumber == 1 ? 1 : Int(atomicMass + rng.uniform())
    nucleus = Nucleus(massNumber: massNumber, atomicNumber: atomicNumber)
    residual = nucleus
    density = NuclearDensity(massNumber: massNumber)
    field = massNumber > 1 ? MeanField(nucleus) : MeanField()
    fragments = Nucleus(massNumber: 0, atomicNumber: 0)
    fragmentsRest_GeV = 0
    fragmentCount = 0
    let inner = enter(projectile, &rng)
    // Vector dominance: a photon is a neutral meson of the same total energy.
    let mass = table.mass(inner)
    let kinetic = projectile == .photon ? max(1e-3, kineticEnergy_GeV - mass) : kineticEnergy_GeV
    let momentum = FourMomentum(mass: mass, kineticEnergy: kinetic, direction: Vector3(0, 0, 1))
    let incoming = kineticEnergy_GeV + table.availableRest(projectile)
    collisions = 0
    let isNucleon = inner == .neutron || inner == .proton
    if projectile == .photon, kineticEnergy_GeV > 2, rng.uniform() < parameters.diffractiveRho {
      diffractRho(energy: kineticEnergy_GeV, &rng)
    } else if massNumber == 1 {
      strikeProton(inner, momentum, &rng)
    } else if isNucleon, kineticEnergy_GeV < parameters.capture_GeV {
      capture(inner)
    } else {
      let entered = isNucleon ? withKinetic(kinetic + field.depth_GeV(of: inner), inner, momentum) : momentum
      strike(inner, entered, &rng)
      followInside(&rng)
    }
    settle(incoming: incoming, momentum: momentum.momentum, direction: direction, &rng, into: &final)
  }

  /// The projectile as the strong interaction sees it.
  private func enter(_ projectile: Particle, _ rng: inout RandomStream) -> Particle {
    switch projectile {
    case .kaonShort, .kaonLong: return rng.uniform() < 0.5 ? .kaonShort : .kaonLong
    case .photon: return .pionZero
    default: return projectile
    }
  }

  /// γA → ρ⁰A, ρ⁰ → π⁺π⁻: all of the energy, transverse momentum from a slope of 8 GeV⁻² (nucleon) or R²/3 (nucleus).
  private mutating func diffractRho(energy: Double, _ rng: inout RandomStream) {
    collisions = 1
    let u = Double.pi * (rng.uniform() - 0.5)
    let mass = min(max(0.4, 0.775 + 0.0747 * sin(u) / cos(u)), 1.2)
    let slope = nucleus.massNumber == 1 ? 8 : 12.5 * exp(2.0 / 3 * log(Double(nucleus.massNumber)))
    let pT = min(0.5 * energy, (rng.exponential() / slope).squareRoot())
    let turn = sincosTurns(rng.uniform())
    let pz = max(0, energy * energy - mass * mass - pT * pT).squareRoot()
    let rho = FourMomentum(energy: energy, momentum: Vector3(pT * turn.cos, pT * turn.sin, pz))
    let k = twoBodyMomentum(mass, table.mass(.pionPlus), table.mass(.pionPlus))
    let unit = rng.isotropic()
    let pion = table.mass(.pionPlus)
    outside.append(.pionPlus, FourMomentum(mass: pion, momentum: k * unit).boosted(by: rho, mass: mass))
    outside.append(.pionMinus, FourMomentum(mass: pion, momentum: -k * unit).boosted(by: rho, mass: mass))
  }

  /// Hydrogen: one collision with a proton.
  private mutating func strikeProton(_ inner: Particle, _ momentum: FourMomentum, _ rng: inout RandomStream) {
    collisions = 1
    products.removeAll()
    if !collide(inner, momentum, with: .proton, &rng, isolated: true) {
      products.removeAll()
      products.append(inner, momentum)
      for index in 0..<products.count { outside.append(products[index]) }
      return
    }
    residual = Nucleus(massNumber: 0, atomicNumber: 0)
    for index in 0..<products.count { outside.append(products[index]) }
  }

  /// Removes a nucleon from the nucleus at random.
  mutating func takeNucleon(_ rng: inout RandomStream) -> Particle {
    let isProton = rng.uniform() * Double(residual.massNumber) < Double(residual.atomicNumber)
    return isProton ? .proton : .neutron
  }

  @inline(__always) mutating func remove(_ nucleon: Particle) {
    residual.massNumber -= 1
    if nucleon == .proton { residual.atomicNumber -= 1 }
  }

  /// Excitation, evaporation, recoil; everything into the final state, rotated to the projectile's direction.
  private mutating func settle(
    incoming: Double, momentum: Vector3, direction: Vector3, _ rng: inout RandomStream,
    into final: inout FinalState
  ) {
    var sum = Vector3.zero
    var available = 0.0
    var fastest = -1
    var fastestKinetic = 0.0
    for index in 0..<outside.count {
      let product = outside[index]
      let kinetic = product.momentum.kineticEnergy(mass: table.mass(product.particle))
      sum = sum + product.momentum.momentum
      available += kinetic + table.availableRest(product.particle)
      if kinetic > fastestKinetic {
        fastest = index
        fastestKinetic = kinetic
      }
    }
    let recoil = momentum - sum
    var recoilKinetic = 0.0
    if residual.massNumber > 0 {
      recoilKinetic = FourMomentum(mass: residual.mass_GeV, momentum: recoil).kineticEnergy(
        mass: residual.mass_GeV)
    }
    var excitation =
      incoming + nucleus.availableRest_GeV - available - residual.availableRest_GeV - recoilKinetic
    if residual.massNumber == 0 { recoilKinetic = 0 }
    var shortage = 0.0
    if excitation < 0 || residual.massNumber == 0 {
      shortage = -excitation
      excitation = 0
    }
    if shortage != 0, fastest >= 0 {
      // Taken from (or given to) the fastest product along its direction.
      let product = outside[fastest]
      let mass = table.mass(product.particle)
      let kinetic = max(0.02 * fastestKinetic, fastestKinetic - shortage)
      let p = product.momentum.momentum
      let direction = p.length > 0 ? p.normalized : Vector3(0, 0, 1)
      var changed = product
      changed.momentum = FourMomentum(mass: mass, kineticEnergy: kinetic, direction: direction)
      outside[fastest] = changed
    }
    evaporate(excitation_GeV: excitation, &rng, into: &final)
    final.localDeposit_GeV += recoilKinetic
    for index in 0..<outside.count {
      let product = outside[index]
      let mass = table.mass(product.particle)
      final.add(
        leave(product.particle, &rng), kineticEnergy_GeV: product.momentum.kineticEnergy(mass: mass),
        direction: turned(product.momentum.momentum, direction))
    }
    final.nuclearLoss_GeV = 0
    final.nuclearLoss_GeV = incoming - final.availableEnergy_GeV
  }

  /// The particle as it leaves: neutral kaons become K_S or K_L.
  private func leave(_ particle: Particle, _ rng: inout RandomStream) -> Particle {
    if particle == .kaonShort || particle == .kaonLong { return rng.uniform() < 0.5 ? .kaonShort : .kaonLong }
    return particle
  }

  /// A vector given in the frame of the projectile (z along it) as unit direction in the frame of `direction`.
  func turned(_ vector: Vector3, _ direction: Vector3) -> Vector3 {
    let length = vector.length
    guard length > 0 else { return direction }
    let unit = (1 / length) * vector
    let transverse = (unit.x * unit.x + unit.y * unit.y).squareRoot()
    guard transverse > 1e-14 else { return unit.z > 0 ? direction : -direction }
    return direction.rotated(
      cosTheta: unit.z, sinTheta: transverse, cosPhi: unit.x / transverse, sinPhi: unit.y / transverse)
  }
}
