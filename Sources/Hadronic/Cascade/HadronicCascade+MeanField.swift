import Core
import Events
import Numerics

/// Nucleons in the mean field: a square well that holds a degenerate Fermi gas of protons and one of neutrons.
///
///     p_F = ħc (3π² ρ N_τ/A)^{1/3},   E_F = √(p_F² + m²) − m,   V = E_F + S
///
/// with ρ the density of a sphere of the measured rms radius and S the separation energy of the last nucleon by the mass formula. Inside,
/// a nucleon's kinetic energy counts from the bottom of the well; V comes on top where it enters and is paid where it
/// leaves. Struck nucleons move with a momentum uniform in the Fermi sphere, and a collision that would put a nucleon below
/// E_F is forbidden. What a hole and slow nucleons leave behind follows from the balance of energy.
///
/// - Valid: A > 4 (p_F 215 MeV/c in C, 250 in Fe, measured 221 and 260: Moniz et al., Phys. Rev. Lett. 26 (1971) 445).
/// - Checked by: `SpallationTests`.
struct MeanField {
  var fermi_GeV = (neutron: 0.0, proton: 0.0)
  var depth_GeV = (neutron: 0.0, proton: 0.0)

  init() {}

  init(_ nucleus: Nucleus) {
    let radius = nucleus.radius_fm
    let density = Double(nucleus.massNumber) / (4.1887902047863905 * radius * radius * radius)
    let separation = nucleus.separationEnergies_GeV
    func fermi(_ number: Int, _ mass: Double) -> Double {
      let share = Double(number) / Double(nucleus.massNumber)
      let cube = 29.608813203268074 * density * share
      let p = cube > 0 ? 0.1973269804 * exp(log(cube) / 3) : 0
      return p * p / (mass + (mass * mass + p * p).squareRoot())
    }
    let table = ParticleTable.shared
    fermi_GeV = (
      fermi(nucleus.neutronNumber, table.mass(.neutron)), fermi(nucleus.atomicNumber, table.mass(.proton))
    )
    depth_GeV = (fermi_GeV.neutron + separation.neutron, fermi_GeV.proton + separation.proton)
  }

  @inline(__always) func fermi_GeV(of particle: Particle) -> Double {
    particle == .proton ? fermi_GeV.proton : (particle == .neutron ? fermi_GeV.neutron : 0)
  }

  /// 0 for everything but nucleons.
  @inline(__always) func depth_GeV(of particle: Particle) -> Double {
    particle == .proton ? depth_GeV.proton : (particle == .neutron ? depth_GeV.neutron : 0)
  }
}

extension HadronicCascade {
  /// A nucleon of the Fermi sea.
  mutating func fermiMotion(_ nucleon: Particle, _ rng: inout RandomStream) -> FourMomentum {
    let mass = table.mass(nucleon)
    let fermi = field.fermi_GeV(of: nucleon)
    let largest = (fermi * (fermi + 2 * mass)).squareRoot()
    let p = largest * exp(log(rng.uniform()) / 3)
    return FourMomentum(mass: mass, momentum: p * rng.isotropic())
  }

  /// Kinetic energy changed without turning.
  func withKinetic(_ kinetic: Double, _ particle: Particle, _ momentum: FourMomentum) -> FourMomentum {
    let p = momentum.momentum
    let direction = p.squaredLength > 0 ? p.normalized : Vector3(0, 0, 1)
    return FourMomentum(
      mass: table.mass(particle), kineticEnergy: max(0, kinetic), direction: direction)
  }

  /// Pauli's principle: no product below the Fermi energy.
  func isAllowed() -> Bool {
    for index in 0..<products.count {
      let product = products[index]
      let fermi = field.fermi_GeV(of: product.particle)
      if fermi > 0, product.momentum.kineticEnergy(mass: table.mass(product.particle)) < fermi {
        return false
      }
    }
    return true
  }
}
