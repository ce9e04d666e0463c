import Core
import Matter
import Numerics

/// Draws final states of e⁺e⁻ → X → f₁f₂ on an atom: two particles and the ion that is left.
///
/// p_z of the electron from ρ(p_z) = ΣJ(p_z) σ(s(p_z)) by rejection under a step function, its Slater group
/// ∝ n J, its transverse momentum from the same profile, p_T² = (p_z² + a²)(u^{−1/3} − 1); then the pair in the
/// centre of mass with the angular distribution at that s, about the direction the positron has there.
///
/// The electron's energy is fixed by s, m_e + O(p²/2E); the ion takes what is left of the atom's rest energy
/// and −p, so that the four-momentum of beam and atom is conserved exactly.
///
/// - Numerics: four-momentum to 1e-12 of the beam energy.
/// - Cost: see docs/physics/resonant_annihilation.md.
/// - Checked by: `ResonantAnnihilationSamplerTests`.
public struct ResonantAnnihilationSampler: Sendable {
  public let process: ResonantAnnihilation
  public let totalEnergy_GeV: Double
  private let shape: ResonantAnnihilation.LineShape
  private let majorant: StepMajorant?
  private let groups: [AtomicOrbitals.Group]
  private let atomMass: Double
  private let positron: FourMomentum
  private let firstMass: Double
  private let secondMass: Double

  /// Cells of the majorant in each octave of the line shape.
  private static let cellsPerPanel = 8

  /// - Throws: below threshold, and for hadrons, whose final state is not described.
  public init(_ process: ResonantAnnihilation, totalEnergy_GeV energy: Double) throws {
    guard energy.isFinite, process.totalCrossSection_pb(totalEnergy_GeV: energy) > 0 else {
      throw HermeticError(
        .kinematics,
        "totalEnergy_GeV = \(energy) is below the threshold of e⁺e⁻ → \(process.mode.rawValue), "
          + "\(process.thresholdEnergy_GeV) GeV. Raise the energy or lower the mass.")
    }
    switch process.mode {
    case .darkMatter:
      firstMass = process.mediator.darkMatter!.mass_GeV
      secondMass = process.mediator.darkMatter!.heavierMass_GeV
    case .electrons, .muons, .taus:
      firstMass = process.mode.leptonMass_GeV!
      secondMass = firstMass
    case .neutrinos, .photons:
      firstMass = 0
      secondMass = 0
    case .hadrons:
      throw HermeticError(
        .configuration,
        "the hadronic final state of e⁺e⁻ → X is not described (its cross section is). "
          + "Sample a leptonic or invisible mode.")
    }
    self.process = process
    totalEnergy_GeV = energy
    groups = process.orbitals.groups
    atomMass = process.element.atomicMass * Constants.atomicMassUnit_GeV
    positron = FourMomentum(energy: energy, mass: Constants.electronMass_GeV)
    let shape = process.lineShape(energy)
    self.shape = shape
    guard process.electronMotion != .rest else {
      majorant = nil
      return
    }
    let panels = process.panels(shape)
    var edges = [panels[0]]
    for index in 1..<panels.count where panels[index] > panels[index - 1] {
      let width = (panels[index] - panels[index - 1]) / Double(Self.cellsPerPanel)
      for cell in 1..<Self.cellsPerPanel { edges.append(panels[index - 1] + width * Double(cell)) }
      edges.append(panels[index])
    }
    majorant = StepMajorant(edges: edges) { process.density(shape, $0) }
  }

  /// What the electron did to the line shape.
  struct Electron {
    var squaredMass: Double
    var momentum: Vector3
  }

  func sampleElectron(_ rng: inout RandomStream) -> Electron {
    guard let majorant else {
      return Electron(
        squaredMass: process.squaredMassAtRest_GeV2(totalEnergy_GeV), momentum: Vector3(0, 0, 0))
    }
    while true {
      let (delta, height) = majorant.propose(&rng)
      let pz = shape.pole + delta
      let profile = process.orbitals.comptonProfile(pz)
      let s = shape.squaredMass(delta)
      let value =
        profile * process.numerator(s)
        / (4 * shape.energy * shape.energy * (delta * delta + shape.halfWidth * shape.halfWidth))
      guard rng.uniform() * height < value else { continue }
      var remaining = rng.uniform() * profile
      var a = groups[groups.count - 1].momentumScale_GeV
      for group in groups {
        remaining -= group.profile(pz * pz)
        if remaining < 0 {
          a = group.momentumScale_GeV
          break
        }
      }
      let squared = (pz * pz + a * a) * (exp(-log(rng.uniform()) / 3) - 1)
      let (sinPhi, cosPhi) = sincosTurns(rng.uniform())
      let transverse = squared.squareRoot()
      return Electron(
        squaredMass: s, momentum: Vector3(transverse * cosPhi, transverse * sinPhi, pz))
    }
  }

  /// Twelve numbers: (E, px, py, pz) of the two particles and of the ion; the positron came along +z.
  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    let electron = sampleElectron(&rng)
    let mass = electron.squaredMass.squareRoot()
    let momentum = positron.momentum + electron.momentum
    let total = FourMomentum(
      energy: (electron.squaredMass + momentum.squaredLength).squareRoot(), momentum: momentum)
    let axis =
      majorant == nil
      ? Vector3(0, 0, 1) : positron.direction(inRestFrameOf: total, mass: mass).normalized
    let decay = TwoBodyDecay(
      allowed: mass, firstMass, secondMass,
      angle: process.angularDensity(squaredMass: electron.squaredMass))
    let (first, second) = decay.sample(parent: total, axis: axis, &rng)
    first.store(out)
    second.store(out + 4)
    FourMomentum(
      energy: totalEnergy_GeV + atomMass - total.energy, momentum: -electron.momentum
    ).store(out + 8)
  }
}

extension ResonantAnnihilationSampler: SignalSampler {
  public var particleCount: Int { 3 }
}
