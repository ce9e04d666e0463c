import Core
import Electromagnetic
import Events
import Matter
import Numerics

/// Final states of single interactions.
extension ProcessProbe {
  /// Samples one interaction of a particle along +z into 18 numbers, three particles of six.
  public typealias InteractionSampler = (UnsafeMutablePointer<Double>, inout RandomStream) -> Void

  /// - Parameters: process: nil = all discrete processes by their cross sections
  /// - Throws: `.kinematics` where the process has no phase space
  public func sampler(process: String?, kineticEnergy_GeV energy: Double) throws -> InteractionSampler {
    if ProcessProbe.isHadronic(particle) {
      throw HermeticError(
        .argument,
        "\(particle.name) makes any number of particles, which do not fit three slots. Use hermetic_probe_final_states."
      )
    }
    if particle.isMuon { return try muonSampler(process, kineticEnergy_GeV: energy) }
    let along = Vector3(0, 0, 1)
    guard let process, process != "total" else {
      if particle == .photon {
        let view = photonTable!.view
        return { [particle] out, rng in
          ProcessProbe.store(
            view.interact(kineticEnergy_GeV: energy, direction: along, &rng), of: particle, out)
        }
      }
      let view = try table().view
      return { [particle] out, rng in
        ProcessProbe.store(
          view.interact(kineticEnergy_GeV: energy, direction: along, &rng), of: particle, out)
      }
    }
    guard processes.contains(process) else { throw unknown(process: process) }
    guard try crossSection(process)(energy) > 0 else {
      throw HermeticError(
        .kinematics,
        "\(process) is not possible at \(energy) GeV in \(material.name) (below threshold or production cut). "
          + "Raise the energy or lower the cuts.")
    }
    let one = try single(process, energy)
    return { [particle] out, rng in ProcessProbe.store(one(along, &rng), of: particle, out) }
  }

  private func single(_ process: String, _ energy: Double) throws
    -> (Vector3, inout RandomStream) -> Interaction
  {
    switch process {
    case "compton":
      return { direction, rng in
        ComptonScattering()(kineticEnergy_GeV: energy, direction: direction, &rng)
      }
    case "photoelectric", "pair":
      let samplers = photonSamplers
      let sigma = elementCrossSection_barn(process)
      var total = 0.0
      let cumulative = material.components.map { component -> Double in
        total += component.atomDensity_per_mm3 * sigma(energy, component.element)
        return total
      }
      let isPair = process == "pair"
      return { direction, rng in
        let choice = rng.uniform() * total
        let index = cumulative.firstIndex { choice < $0 } ?? cumulative.count - 1
        return isPair
          ? samplers[index].pairs(kineticEnergy_GeV: energy, direction: direction, &rng)
          : samplers[index].photoelectric(kineticEnergy_GeV: energy, direction: direction, &rng)
      }
    case "annihilation":
      return { direction, rng in
        AnnihilationInFlight.interact(kineticEnergy_GeV: energy, direction: direction, &rng)
      }
    case "ionisation":
      let gamma = 1 + energy / Constants.electronMass_GeV
      let lowest = knockOnCut_GeV / energy
      let isPositron = particle == .positron
      return { direction, rng in
        let fraction =
          isPositron
          ? BhabhaScattering.sampleFraction(gamma: gamma, lowest: lowest, &rng)
          : MollerScattering.sampleFraction(gamma: gamma, lowest: lowest, &rng)
        return KnockOnFinalState.make(
          kineticEnergy_GeV: energy, transfer_GeV: fraction * energy, direction: direction, &rng)
      }
    default:
      let view = try table().view
      let logEnergy = log(energy)
      return { direction, rng in
        let photon = view.samplePhotonEnergy_GeV(
          kineticEnergy_GeV: energy, logKineticEnergy: logEnergy, &rng)
        return BremsstrahlungFinalState.make(
          kineticEnergy_GeV: energy, photonEnergy_GeV: photon, direction: direction, &rng)
      }
    }
  }

  static func store(
    _ interaction: Interaction, of particle: Particle, _ out: UnsafeMutablePointer<Double>
  ) {
    for slot in 0..<18 { out[slot] = 0 }
    if interaction.survives {
      store(particle, interaction.kineticEnergy_GeV, interaction.direction, out)
    }
    out[5] = interaction.localDeposit_GeV
    if interaction.secondaryCount > 0 { store(interaction.first, out + 6) }
    if interaction.secondaryCount > 1 { store(interaction.second, out + 12) }
  }

  private static func store(_ secondary: Secondary, _ out: UnsafeMutablePointer<Double>) {
    store(secondary.particle, secondary.kineticEnergy_GeV, secondary.direction, out)
  }

  private static func store(
    _ particle: Particle, _ energy: Double, _ direction: Vector3, _ out: UnsafeMutablePointer<Double>
  ) {
    out[0] = Double(particle.pdg)
    out[1] = energy
    out[2] = direction.x
    out[3] = direction.y
    out[4] = direction.z
  }
}
