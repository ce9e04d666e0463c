import Core
import Events
import Geometry
import Hadronic
import Numerics

/// What becomes of a hadron at the end of its path.
extension ShowerTransport {
  /// Elastic or inelastic.
  ///
  /// - Returns: true when the hadron is gone.
  @inline(never)
  mutating func interact(
    hadron track: inout Track, _ view: UnsafePointer<HadronPhysics.View>, _ flight: HadronFlight,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) -> Bool {
    let table = view.pointee.table._withUnsafeGuaranteedRef { $0 }
    let element = table.chooseElement(
      track.particle, kineticEnergy_GeV: track.kineticEnergy_GeV, elastic: flight.isElastic, &rng)
    if !flight.isElastic {
      cascade(track, element, view, &rng, &children)
      return true
    }
    let out = elastic.scatter(
      track.particle, kineticEnergy_GeV: track.kineticEnergy_GeV, direction: track.direction,
      atomicNumber: element.atomicNumber, atomicMass: element.atomicMass, &rng)
    track.kineticEnergy_GeV = out.kineticEnergy_GeV
    track.direction = out.direction
    if element.atomicNumber == 1, out.recoil_GeV > 3e-3 {
      push(
        Secondary(particle: .proton, kineticEnergy_GeV: out.recoil_GeV, direction: out.recoilDirection),
        from: track,
        children: &children)
    } else if element.atomicNumber == 1, let visible = view.pointee.visible {
      let seen =
        isLate(track)
        ? 0 : view.pointee.rates.visible_GeV(visible, .proton, kineticEnergy_GeV: out.recoil_GeV)
      tally.deposit(out.recoil_GeV, visible_GeV: seen, at: track.location, track.position, in: world)
    } else {
      deposit(.recoil, out.recoil_GeV, track, view)
    }
    return false
  }

  /// An inelastic interaction of `track` here; its products go on the stack.
  mutating func cascade(
    _ track: Track, _ element: (atomicNumber: Int, atomicMass: Double),
    _ view: UnsafePointer<HadronPhysics.View>,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    if let favoured = settings.biasing.favouredProducts, track.kineticEnergy_GeV > favoured.minimumEnergy_GeV
    {
      chooseFinalState(favoured, track, element, &rng)
    } else {
      cascade.interact(
        track.particle, kineticEnergy_GeV: track.kineticEnergy_GeV, direction: track.direction,
        atomicNumber: element.atomicNumber, atomicMass: element.atomicMass, &rng, into: &finalState)
    }
    tally.nuclearLoss_GeV += track.weight * finalState.nuclearLoss_GeV
    if finalState.localDeposit_GeV != 0 { deposit(.alpha, finalState.localDeposit_GeV, track, view) }
    for index in 0..<finalState.count {
      push(finalState.secondaries[index], from: track, children: &children)
    }
  }

  /// A decay in flight or at rest, of hadrons and muons.
  @inline(never)
  mutating func decay(_ track: Track, _ rng: inout RandomStream, _ children: inout UInt64) {
    finalState.removeAll()
    decays.decay(
      track.particle, kineticEnergy_GeV: track.kineticEnergy_GeV, direction: track.direction, &rng,
      into: &finalState)
    // Rounding and, for Λ → p π⁻, nothing else: rest energies close in available energies.
    let before = track.kineticEnergy_GeV + kinds.availableRest(track.particle)
    tally.nuclearLoss_GeV += track.weight * (before - finalState.availableEnergy_GeV)
    for index in 0..<finalState.count {
      push(finalState.secondaries[index], from: track, children: &children)
    }
  }

  /// The end of a hadron at rest: π⁻, K⁻, p̄ and n̄ are absorbed by a nucleus, π⁺ and K decay, neutrons are captured.
  @inline(never)
  mutating func stop(
    hadron track: Track, _ view: UnsafePointer<HadronPhysics.View>, _ flight: HadronFlight,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    var track = track
    if track.kineticEnergy_GeV > 0 {
      let energy = track.kineticEnergy_GeV
      if kinds.charge(track.particle) != 0 {
        deposit(hadron: track, from: energy, to: 0, view, track.position)
      } else {
        deposit(.recoil, energy, track, view)
      }
      track.kineticEnergy_GeV = 0
    }
    let table = view.pointee.table._withUnsafeGuaranteedRef { $0 }
    switch track.particle {
    case .proton: break
    case .pionMinus, .kaonMinus, .antiproton, .antineutron, .antilambda:
      // Heavier nuclei win by their charge (Fermi and Teller's Z law), approximated by the element of the fast interaction.
      let element = table.chooseElement(.pionMinus, kineticEnergy_GeV: 0.2, elastic: false, &rng)
      track.kineticEnergy_GeV = 1e-6
      tally.nuclearLoss_GeV -= track.weight * 1e-6
      cascade(track, element, view, &rng, &children)
    case .neutron:
      guard view.pointee.rates.captureTime_ns < .infinity else {
        tally.escaped_GeV +=
          track.weight * track.particle.availableEnergy_GeV(kineticEnergy_GeV: track.kineticEnergy_GeV)
        return
      }
      track.time_ns += view.pointee.rates.captureTime_ns * exponentials.exponential(rng.next())
      let element = table.chooseCapture(&rng)
      track.kineticEnergy_GeV = 0
      if element.atomicNumber == 1 {
        // np → dγ, 2.22 MeV.
        let gamma = 2.2246e-3
        tally.nuclearLoss_GeV += track.weight * (kinds.availableRest(.neutron) - gamma)
        push(
          Secondary(particle: .photon, kineticEnergy_GeV: gamma, direction: Vector3(0, 0, 1)), from: track,
          children: &children)
      } else {
        cascade(track, element, view, &rng, &children)
      }
    default:
      track.time_ns += flight.life_mm / Constants.lightSpeed_mm_per_ns
      decay(track, &rng, &children)
    }
  }
}
