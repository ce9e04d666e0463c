import Core
import Electromagnetic
import Events
import Matter
import Numerics

/// One particle in one material: cross sections, stopping powers and final states without a geometry.
public final class ProcessProbe {
  private let particle: Particle
  private let material: Material
  private let cuts: ProductionCuts
  private let photonTable: PhotonTable?
  private let electronTable: ElectronTable?

  public init(pdg: Int32, material reference: String, rangeCut_mm: Double) throws {
    guard let particle = Particle(pdg: pdg) else {
      throw HermeticError(
        .notFound, "pdg = \(pdg) is not transported. Use 11 (e-), -11 (e+) or 22 (photon).")
    }
    self.particle = particle
    material = try MaterialReference.material(reference)
    guard material.electronDensity_per_mm3 > 0 else {
      throw HermeticError(.argument, "material \"\(reference)\" has no atoms, so nothing happens in it.")
    }
    cuts = ProductionCuts(material: material, range_mm: rangeCut_mm)
    photonTable =
      particle == .photon ? PhotonTable(material: material, highestEnergy_GeV: 201) : nil
    electronTable =
      particle == .photon
      ? nil
      : ElectronTable(material: material, cuts: cuts, particle: particle, highestEnergy_GeV: 201)
  }

  /// Macroscopic cross section [1/mm] as a function of kinetic energy [GeV].
  public func crossSection(_ process: String) throws -> (Double) -> Double {
    particle == .photon ? try photonCrossSection(process) : try electronCrossSection(process)
  }

  private func perAtom(_ sum: @escaping (Double, Element) -> Double) -> (Double) -> Double {
    let components = material.components
    return { energy in
      components.reduce(0) {
        $0 + $1.atomDensity_per_mm3 * Constants.barn_mm2 * sum(energy, $1.element)
      }
    }
  }

  private func photonCrossSection(_ process: String) throws -> (Double) -> Double {
    let material = self.material
    switch process {
    case "compton":
      return perAtom { ComptonScattering.crossSection_barn(photonEnergy_GeV: $0, element: $1) }
    case "photoelectric":
      return perAtom { PhotoelectricEffect.crossSection_barn(photonEnergy_GeV: $0, element: $1) }
    case "pair":
      return perAtom {
        PairProduction.crossSection_barn(photonEnergy_GeV: $0, element: $1, material: material)
      }
    case "total":
      let view = photonTable!.view
      return { view.attenuation_per_mm(logEnergy: log($0)) }
    default:
      throw HermeticError.notFound(
        "photon process", process, known: ["photoelectric", "compton", "pair", "total"])
    }
  }

  private func electronCrossSection(_ process: String) throws -> (Double) -> Double {
    let isPositron = particle == .positron
    let cut = isPositron ? cuts.positron_GeV : cuts.electron_GeV
    let density = material.electronDensity_per_mm3
    switch process {
    case "bremsstrahlung":
      let brems = MaterialBremsstrahlung(material: material, isPositron: isPositron)
      let photonCut = cuts.photon_GeV
      return { brems.rate_per_mm(kineticEnergy_GeV: $0, cut_GeV: photonCut) }
    case "ionisation":
      return {
        density
          * (isPositron
            ? BhabhaScattering.crossSection_mm2(kineticEnergy_GeV: $0, cut_GeV: cut)
            : MollerScattering.crossSection_mm2(kineticEnergy_GeV: $0, cut_GeV: cut))
      }
    case "annihilation" where isPositron:
      return { density * AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: $0) }
    case "total":
      let view = electronTable!.view
      return { view.interactionRate_per_mm(logKineticEnergy: log($0)) }
    case "inverse_transport_mean_free_path":
      let view = electronTable!.view
      return { view.inverseTransportMeanFreePath_per_mm(logKineticEnergy: log($0)) }
    default:
      throw HermeticError.notFound(
        isPositron ? "positron process" : "electron process", process,
        known: ["bremsstrahlung", "ionisation", "total", "inverse_transport_mean_free_path"]
          + (isPositron ? ["annihilation"] : []))
    }
  }

  /// Restricted mean loss [GeV/mm] as a function of kinetic energy [GeV].
  public func stoppingPower(_ kind: String) throws -> (Double) -> Double {
    guard particle != .photon else {
      throw HermeticError(.argument, "pdg = 22: photons have no stopping power. Use 11 or -11.")
    }
    let isPositron = particle == .positron
    let cut = isPositron ? cuts.positron_GeV : cuts.electron_GeV
    switch kind {
    case "ionisation":
      let collision = CollisionStoppingPower(material: material, isPositron: isPositron)
      return { collision(kineticEnergy_GeV: $0, cut_GeV: cut) }
    case "bremsstrahlung":
      let brems = MaterialBremsstrahlung(material: material, isPositron: isPositron)
      let photonCut = cuts.photon_GeV
      return { brems.softMoments(kineticEnergy_GeV: $0, cut_GeV: photonCut).0 }
    case "total":
      let view = electronTable!.view
      return { view.stoppingPower_GeV_per_mm(logKineticEnergy: log($0)) }
    default:
      throw HermeticError.notFound(
        "stopping power", kind, known: ["ionisation", "bremsstrahlung", "total"])
    }
  }

  /// One interaction of a particle along +z: 18 numbers, three particles of six.
  public func sample(_ energy: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    for slot in 0..<18 { out[slot] = 0 }
    let along = Vector3(0, 0, 1)
    let interaction: Interaction
    if particle == .photon {
      interaction = photonTable!.view.interact(kineticEnergy_GeV: energy, direction: along, &rng)
    } else {
      interaction = electronTable!.view.interact(kineticEnergy_GeV: energy, direction: along, &rng)
    }
    if interaction.survives {
      store(particle, interaction.kineticEnergy_GeV, interaction.direction, out)
    }
    out[5] = interaction.localDeposit_GeV
    if interaction.secondaryCount > 0 { store(interaction.first, out + 6) }
    if interaction.secondaryCount > 1 { store(interaction.second, out + 12) }
  }

  private func store(_ secondary: Secondary, _ out: UnsafeMutablePointer<Double>) {
    store(secondary.particle, secondary.kineticEnergy_GeV, secondary.direction, out)
  }

  private func store(
    _ particle: Particle, _ energy: Double, _ direction: Vector3, _ out: UnsafeMutablePointer<Double>
  ) {
    out[0] = Double(particle.pdg)
    out[1] = energy
    out[2] = direction.x
    out[3] = direction.y
    out[4] = direction.z
  }
}
