import Core
import Events
import Hadronic
import Matter
import Numerics

/// Hadrons in a probe, and final states of any number of particles.
extension ProcessProbe {
  static let hadronEnergies_GeV = HadronTable.lowestEnergy_GeV...250.0
  /// Numbers per row of `finalStates`.
  public static let finalStateWidth = 6

  /// Whether a probe knows the particle as a hadron (or τ, which decays).
  static func isHadronic(_ particle: Particle) -> Bool {
    particle.isHadron || particle == .tauMinus || particle == .tauPlus
  }

  var hadronProcesses: [String] {
    let interacts = particle.isHadron && particle.rawValue < Particle.pionZero.rawValue
    return (interacts ? ["inelastic", "elastic"] : [])
      + (DecaySampler.shared.decays(particle) ? ["decay"] : [])
  }

  func hadronQuantity(_ name: String, process: String) throws -> (Double) -> Double {
    let particle = self.particle
    let view = hadronTable!.view
    switch name {
    case "cross_section": return try hadronCrossSection(process)
    case "mean_free_path":
      let rate = try hadronCrossSection(process)
      return { 1 / rate($0) }
    case "stopping_power", "unrestricted_stopping_power", "range", "csda_range":
      guard particle.charge != 0 else {
        throw HermeticError(
          .argument,
          "\(name) of \(particle.name): a neutral particle loses no energy on the way. Use a charged one.")
      }
      guard process == "total" || (process == "ionisation" && name.hasSuffix("power")) else {
        throw HermeticError.notFound("process of \(name)", process, known: ["total"])
      }
      if name.hasSuffix("power") { return { view.loss_GeV_per_mm(particle, view.cell($0)) } }
      return { view.range_mm(particle, view.cell($0)) }
    default:
      throw HermeticError.notFound(
        "quantity", name,
        known: [
          "cross_section", "mean_free_path", "stopping_power", "unrestricted_stopping_power", "csda_range",
        ])
    }
  }

  private func hadronCrossSection(_ process: String) throws -> (Double) -> Double {
    let particle = self.particle
    let view = hadronTable!.view
    let known = hadronProcesses.filter { $0 != "decay" } + ["total"]
    guard known.contains(process) else {
      throw HermeticError.notFound("process of \(particle.name)", process, known: known)
    }
    return {
      let rate = view.rate(particle, view.cell($0))
      switch process {
      case "inelastic": return rate.inelastic
      case "elastic": return rate.elastic
      default: return rate.inelastic + rate.elastic
      }
    }
  }

  /// Photonuclear cross section [1/mm].
  func photonuclearCrossSection() -> (Double) -> Double {
    let components = material.components
    return { energy in
      components.reduce(0) {
        $0 + $1.atomDensity_per_mm3 * 1e-25
          * PhotonuclearCrossSection.perAtom_mb(
            energy_GeV: energy, atomicNumber: $1.element.atomicNumber, atomicMass: $1.element.atomicMass)
      }
    }
  }

  /// Draws interactions (or decays) of a particle along +z with all of their products.
  ///
  /// Rows of six numbers {interaction, pdg, kinetic energy, ux, uy, uz}; the first row of each interaction has pdg 0, the
  /// local deposit in the third and the nuclear loss in the fourth column.
  ///
  /// - Returns: number of rows that all interactions have; those that fit are written.
  public func finalStates(
    process: String, kineticEnergy_GeV energy: Double, seed: UInt64, first: UInt64, count: Int,
    into rows: UnsafeMutablePointer<Double>?, capacity: Int
  ) throws -> Int {
    let known =
      ProcessProbe.isHadronic(particle)
      ? hadronProcesses : particle.isMuon ? ["decay"] : particle == .photon ? ["photonuclear"] : []
    guard known.contains(process) else {
      if known.isEmpty {
        throw HermeticError(
          .argument,
          "\(particle.name) has no process with hadrons or many products here. Use a hadron, a muon with \"decay\", or \"gamma\" "
            + "with \"photonuclear\"."
        )
      }
      throw HermeticError.notFound("process of \(particle.name)", process, known: known)
    }
    let table =
      hadronTable
      ?? HadronTable(material: material, crossSections: HadronCrossSection(), highestEnergy_GeV: 250)
    var cascade = HadronicCascade()
    var final = FinalState()
    defer {
      cascade.free()
      final.free()
    }
    var needed = 0
    func put(_ row: (Double, Double, Double, Double, Double, Double)) {
      if needed < capacity, let rows {
        let slot = rows + 6 * needed
        (slot[0], slot[1], slot[2], slot[3], slot[4], slot[5]) = row
      }
      needed += 1
    }
    let along = Vector3(0, 0, 1)
    for index in 0..<count {
      var rng = RandomStream(seed: seed, event: first &+ UInt64(index), purpose: .user)
      final.removeAll()
      switch process {
      case "decay":
        DecaySampler.shared.decay(particle, kineticEnergy_GeV: energy, direction: along, &rng, into: &final)
      case "elastic":
        let element = table.chooseElement(particle, kineticEnergy_GeV: energy, elastic: true, &rng)
        let out = ElasticScattering().scatter(
          particle, kineticEnergy_GeV: energy, direction: along, atomicNumber: element.atomicNumber,
          atomicMass: element.atomicMass, &rng)
        final.add(particle, kineticEnergy_GeV: out.kineticEnergy_GeV, direction: out.direction)
        final.localDeposit_GeV = out.recoil_GeV
      default:
        let element = table.chooseElement(particle, kineticEnergy_GeV: energy, elastic: false, &rng)
        cascade.interact(
          particle, kineticEnergy_GeV: energy, direction: along, atomicNumber: element.atomicNumber,
          atomicMass: element.atomicMass, &rng, into: &final)
      }
      put((Double(index), 0, final.localDeposit_GeV, final.nuclearLoss_GeV, 0, 0))
      for i in 0..<final.count {
        let product = final.secondaries[i]
        put(
          (
            Double(index), Double(product.particle.pdg), product.kineticEnergy_GeV, product.direction.x,
            product.direction.y, product.direction.z
          ))
      }
    }
    return needed
  }
}
